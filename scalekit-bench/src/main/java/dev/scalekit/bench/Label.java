package dev.scalekit.bench;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a result file says about a row beyond JMH's own fields, in the field {@code scalekit} of each result, so that a
 * recorded file can be read without the classes that made it. Viewers of JMH results skip the field.
 *
 * @param module the module that was measured
 * @param comparison the heading of the table
 * @param note what a reader of the table must know
 * @param subject the name of the row
 * @param role ours, peer or limit
 * @param reference the benchmark that all rows of the table are divided by
 * @param figure the figure that rows are compared by, or null for the time of an operation
 * @param load threads and rate
 * @param goals what the row must reach
 * @param libraries the libraries of the comparison with their versions
 * @param run when, where and how it was measured
 */
record Label(
        String module,
        String comparison,
        String note,
        String subject,
        Role role,
        String reference,
        @Nullable String figure,
        Load load,
        List<Aim> goals,
        List<String> libraries,
        Run run) {

    /** The heading of the table that the row is in. */
    String heading() {
        return comparison + ", " + load.words();
    }

    /** The figure that rows are compared by, in words. */
    String measure() {
        if (figure == null) {
            return "time";
        }
        return figure.startsWith(RunResults.COUNT) ? figure.substring(RunResults.COUNT.length()) : figure;
    }

    /** The unit of that figure. */
    String unit() {
        return figure != null && figure.startsWith(RunResults.COUNT) ? measure() : "ns";
    }

    /**
     * A {@link Goal} with the full name of the other benchmark. All but one of the bounds are 0 or empty, or null in files
     * from before there were such.
     */
    record Aim(
            double speed,
            double time,
            @Nullable Double more,
            @Nullable Double nanos,
            @Nullable Double bytes,
            @Nullable String count,
            @Nullable Double most,
            @Nullable String of) {}

    /** One call of {@code ./bench}. */
    record Run(Instant date, String command, boolean quick, int rounds, long seed, Machine machine) {}
}
