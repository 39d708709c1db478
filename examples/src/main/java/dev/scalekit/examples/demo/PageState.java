package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Component.Fact;
import dev.scalekit.examples.demo.Experiment.Figure;
import dev.scalekit.examples.demo.Timeline.Entry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows at a moment, as it goes over the line. The names are the JSON's; names of states are in lower
 * case. Immutable.
 */
record PageState(
        String title,
        String about,
        int step,
        List<StepState> steps,
        double secondsRunning,
        double secondsLeft,
        long seed,
        int rate,
        List<ComponentState> components,
        List<LinkState> links,
        List<ChartState> charts,
        Point point,
        List<ExperimentState> experiments,
        List<PromiseState> promises,
        List<Entry> log) {

    /** @param title null for one that there is not yet */
    record StepState(int number, @Nullable String title) {}

    record ComponentState(
            String id,
            Component.Kind kind,
            String label,
            Component.State state,
            String stateText,
            List<Fact> facts,
            @Nullable String artificial) {}

    record LinkState(
            String from,
            String to,
            double perSecond,
            long total,
            String unit,
            String source,
            @Nullable String artificial) {}

    record ChartState(String id, String title, String unit, Chart.Scale scale, List<String> series, String source) {}

    /**
     * What the charts show of a moment.
     *
     * @param t seconds since the start
     * @param values for each chart, a value for each series; null where there is none
     */
    record Point(double t, Map<String, List<@Nullable Double>> values) {}

    record ExperimentState(
            String id,
            String title,
            String about,
            Readiness state,
            String progress,
            @Nullable OutcomeState outcome) {}

    /** Whether a button can be pressed: waiting means that another one was. */
    enum Readiness {
        READY,
        RUNNING,
        WAITING
    }

    record OutcomeState(double at, boolean held, String headline, List<Figure> figures) {}

    record PromiseState(
            String id,
            String title,
            long violations,
            long checked,
            String checkedUnit,
            double secondsAgo,
            String how,
            Auditor.State state,
            String detail) {}
}
