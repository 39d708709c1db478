package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Experiment.Figure;
import dev.scalekit.examples.demo.Promise.Verdict;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/** What is printed at the end: what came of each experiment, and how each promise stands. */
final class Summary {
    private final Site site;
    private final Operator operator;
    private final Auditor auditor;

    Summary(Site site, Operator operator, Auditor auditor) {
        this.site = site;
        this.operator = operator;
        this.auditor = auditor;
    }

    void print(PrintStream out) {
        for (Experiment experiment : site.experiments()) {
            Optional<Operator.Result> result = operator.result(experiment);
            if (result.isPresent()) {
                print(out, experiment, result.get());
            }
        }
        row(out, "promise", "violations", "checked");
        for (Promise promise : site.promises()) {
            Auditor.Finding found = auditor.finding(promise);
            Verdict verdict = found.verdict();
            row(
                    out,
                    promise.title(),
                    verdict == null ? "not checked" : Figures.count(verdict.violations()),
                    verdict == null ? found.problem() : Figures.count(verdict.checked()) + " " + promise.unit());
        }
    }

    private static void print(PrintStream out, Experiment experiment, Operator.Result result) {
        out.println(experiment.title() + ": " + result.outcome().headline() + "; "
                + (result.promisesHeld() ? "every promise held" : "A PROMISE WAS NOT HELD"));
        for (Figure figure : result.outcome().figures()) {
            row(
                    out,
                    "  " + figure.name(),
                    figure.value(),
                    String.format(Locale.ROOT, "%-2s", figure.unit()) + " " + figure.source());
        }
        out.println();
    }

    private static void row(PrintStream out, String name, String value, String rest) {
        out.println(
                String.format(Locale.ROOT, "%-36s %16s %s", name, value, rest).stripTrailing());
    }
}
