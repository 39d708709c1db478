package dev.scalekit.bench;

import java.time.Instant;
import java.util.List;

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
 * @param load threads and rate
 * @param goals the ratios that the row must reach
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
        Load load,
        List<Aim> goals,
        List<String> libraries,
        Run run) {

    /** The heading of the table that the row is in. */
    String heading() {
        return comparison + ", " + load.words();
    }

    /** A {@link Goal} with the full name of the other benchmark. One of the factors is 0. */
    record Aim(double speed, double time, String of) {

        /** The bound in words. */
        String words() {
            return speed > 0 ? ">= " + speed + " x speed" : "<= " + time + " x time";
        }
    }

    /** One call of {@code ./bench}. */
    record Run(Instant date, String command, boolean quick, int rounds, long seed, Machine machine) {}
}
