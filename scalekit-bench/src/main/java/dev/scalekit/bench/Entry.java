package dev.scalekit.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One result in a file of JMH's JSON format, as far as we read it.
 *
 * @param benchmark class and method
 * @param primaryMetric the time of an operation
 * @param secondaryMetrics what else was measured, by name
 * @param scalekit what we have added
 */
record Entry(String benchmark, Metric primaryMetric, Map<String, Metric> secondaryMetrics, Label scalekit) {

    /** The time of an operation in nanoseconds, one value a round. */
    double[] times() {
        return primaryMetric.perRound();
    }

    /** What rows are compared by, in nanoseconds, one value a round. */
    double[] compared() {
        String figure = scalekit.figure();
        return figure == null
                ? times()
                : figures(figure)
                        .orElseThrow(() -> new IllegalArgumentException(benchmark + " has no figure " + figure));
    }

    /** The names of what else was counted, as columns are headed. */
    Stream<String> counts() {
        return secondaryMetrics.keySet().stream()
                .filter(name -> name.startsWith(RunResults.COUNT))
                .map(name -> name.substring(RunResults.COUNT.length()));
    }

    /** Another figure, one value a round. */
    Optional<double[]> figures(String name) {
        return Optional.ofNullable(secondaryMetrics.get(name)).map(Metric::perRound);
    }

    /**
     * A figure.
     *
     * @param rawData for each fork, which is a round, the values of its iterations
     */
    record Metric(List<List<Double>> rawData) {

        /** The mean of each round. */
        double[] perRound() {
            return rawData.stream()
                    .mapToDouble(iterations -> iterations.stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElse(Double.NaN))
                    .toArray();
        }
    }
}
