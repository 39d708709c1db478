package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Component.Link;
import dev.scalekit.examples.demo.Component.Status;
import dev.scalekit.examples.demo.PageState.ChartState;
import dev.scalekit.examples.demo.PageState.ComponentState;
import dev.scalekit.examples.demo.PageState.ExperimentState;
import dev.scalekit.examples.demo.PageState.LinkState;
import dev.scalekit.examples.demo.PageState.OutcomeState;
import dev.scalekit.examples.demo.PageState.Point;
import dev.scalekit.examples.demo.PageState.PromiseState;
import dev.scalekit.examples.demo.PageState.Readiness;
import dev.scalekit.examples.demo.PageState.StepState;
import dev.scalekit.examples.demo.Promise.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a site twice a second and writes down what the page shows. Used by one thread. */
final class Observer {
    /** Ten minutes of points, two a second. */
    private static final int MOST_POINTS = 1_200;
    /** Rates on the lines are over two seconds: over less they jump, over more they are late. */
    private static final int RATE_SAMPLES = 4;

    private final Site site;
    private final Auditor auditor;
    private final Operator operator;
    private final Deque<Point> points = new ArrayDeque<>();
    private final Map<String, Rate> rates = new LinkedHashMap<>();

    Observer(Site site, Auditor auditor, Operator operator) {
        this.site = site;
        this.auditor = auditor;
        this.operator = operator;
    }

    /** The last counts of a line, oldest first, and when they were taken. */
    private static final class Rate {
        private final Deque<long[]> samples = new ArrayDeque<>();

        double perSecond(long nanos, long total) {
            samples.addLast(new long[] {nanos, total});
            if (samples.size() > RATE_SAMPLES + 1) {
                samples.removeFirst();
            }
            long[] oldest = samples.getFirst();
            return nanos == oldest[0] ? 0 : (total - oldest[1]) / ((nanos - oldest[0]) / 1e9);
        }
    }

    /** Returns the points so far, oldest first. */
    List<Point> history() {
        return List.copyOf(points);
    }

    /** Takes the next point and returns all that there is to show. */
    PageState observe() {
        double now = site.timeline().seconds();
        Point point = point(now);
        points.addLast(point);
        if (points.size() > MOST_POINTS) {
            points.removeFirst();
        }
        Options options = site.options();
        List<Step> built = Steps.upTo(options.step());
        Step step = built.get(built.size() - 1);
        return new PageState(
                step.title(),
                step.about(),
                options.step(),
                steps(),
                now,
                Math.max(0, options.seconds() - now),
                options.seed(),
                options.rate(),
                site.components().stream().map(Observer::component).toList(),
                links(),
                site.charts().stream().map(Observer::chart).toList(),
                point,
                site.experiments().stream().map(this::experiment).toList(),
                site.promises().stream().map(promise -> promise(promise, now)).toList(),
                site.timeline().newest());
    }

    /** Returns every step up to the last that there is; one that there is not yet has no title. */
    private static List<StepState> steps() {
        List<StepState> all = new ArrayList<>();
        for (Step step : Steps.ALL) {
            while (all.size() + 1 < step.number()) {
                all.add(new StepState(all.size() + 1, null));
            }
            all.add(new StepState(step.number(), step.title()));
        }
        return all;
    }

    private Point point(double now) {
        Map<String, List<@Nullable Double>> values = new LinkedHashMap<>();
        for (Chart chart : site.charts()) {
            values.put(
                    chart.id(),
                    Arrays.stream(chart.sample())
                            .<@Nullable Double>mapToObj(value -> Double.isNaN(value) ? null : value)
                            .toList());
        }
        return new Point(now, values);
    }

    private static ComponentState component(Component component) {
        Status status = component.status();
        return new ComponentState(
                component.id(),
                component.kind(),
                component.label(),
                status.state(),
                status.text(),
                component.facts(),
                component.artificial().orElse(null));
    }

    private List<LinkState> links() {
        List<LinkState> links = new ArrayList<>();
        long nanos = site.ticker().nanos();
        for (Component from : site.components()) {
            for (Link link : from.links()) {
                long total = link.total().getAsLong();
                double perSecond = rates.computeIfAbsent(from.id() + " " + link.to(), line -> new Rate())
                        .perSecond(nanos, total);
                links.add(new LinkState(
                        from.id(), link.to(), perSecond, total, link.unit(), link.source(), link.artificial()));
            }
        }
        return links;
    }

    private static ChartState chart(Chart chart) {
        return new ChartState(chart.id(), chart.title(), chart.unit(), chart.scale(), chart.series(), chart.source());
    }

    private ExperimentState experiment(Experiment experiment) {
        Optional<Operator.Running> running = operator.running();
        boolean runs = running.filter(r -> r.id().equals(experiment.id())).isPresent();
        return new ExperimentState(
                experiment.id(),
                experiment.title(),
                experiment.about(),
                runs ? Readiness.RUNNING : running.isPresent() ? Readiness.WAITING : Readiness.READY,
                runs ? running.get().progress() : "",
                operator.result(experiment)
                        .map(result -> new OutcomeState(
                                result.at(),
                                result.isGood(),
                                result.outcome().headline(),
                                result.outcome().figures()))
                        .orElse(null));
    }

    private PromiseState promise(Promise promise, double now) {
        Auditor.Finding found = auditor.finding(promise);
        Verdict verdict = found.verdict() == null ? new Verdict(0, 0, "") : found.verdict();
        return new PromiseState(
                promise.id(),
                promise.title(),
                verdict.violations(),
                verdict.checked(),
                promise.unit(),
                now - found.at(),
                promise.how(),
                found.state(),
                found.problem().isEmpty() ? verdict.detail() : found.problem());
    }
}
