package dev.scalekit.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a goal.
 *
 * @param bound the goal in words
 * @param value what was measured, round by round: a multiple of what another subject takes, what is on top of that,
 *     or the figure itself
 * @param isMet whether the median reaches the goal
 */
record Attainment(String bound, Estimate value, boolean isMet) {

    /**
     * Compares a row with what its goals name.
     *
     * @param table all rows of the table
     */
    static List<Attainment> of(Entry row, List<Entry> table) {
        return row.scalekit().goals().stream().map(aim -> of(row, aim, table)).toList();
    }

    private static Attainment of(Entry row, Label.Aim aim, List<Entry> table) {
        if (isGiven(aim.nanos())) {
            return atMost(aim.nanos(), "ns", Estimate.of(row.compared()));
        }
        if (isGiven(aim.bytes())) {
            return atMost(
                    aim.bytes(),
                    "B/op",
                    Estimate.of(row.figures(RunResults.BYTES)
                            .orElseThrow(() -> new IllegalArgumentException(row.benchmark() + " has no allocation"))));
        }
        String count = aim.count();
        if (count != null && !count.isEmpty()) {
            return atMost(
                    aim.most(),
                    count,
                    Estimate.of(row.figures(RunResults.COUNT + count)
                            .orElseThrow(() -> new IllegalArgumentException(row.benchmark() + " has no " + count))));
        }
        Entry other = table.stream()
                .filter(entry -> entry.benchmark().equals(aim.of()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table has no row " + aim.of()));
        String of = " of " + other.scalekit().subject();
        if (isGiven(aim.more())) {
            Estimate more = Estimate.ofDifferences(row.compared(), other.compared());
            return atMost(
                    aim.more(),
                    row.scalekit().unit() + " more than " + other.scalekit().subject(),
                    more);
        }
        if (aim.speed() > 0) {
            Estimate speed = Estimate.ofRatios(other.compared(), row.compared());
            return new Attainment(">= " + aim.speed() + " x speed" + of, speed, speed.median() >= aim.speed());
        }
        Estimate time = Estimate.ofRatios(row.compared(), other.compared());
        String bound = "<= " + aim.time() + " x " + row.scalekit().measure() + of;
        return new Attainment(bound, time, time.median() <= aim.time());
    }

    private static boolean isGiven(@Nullable Double bound) {
        return bound != null && bound > 0;
    }

    private static Attainment atMost(@Nullable Double bound, String unit, Estimate value) {
        return new Attainment("<= " + bound + " " + unit, value, bound != null && value.median() <= bound);
    }

    /** The goal, the value with its interval, and the verdict. */
    String words() {
        return bound + ": " + Figure.of(value.median()) + " (" + Figure.range(value.low(), value.high()) + ") "
                + (isMet ? "met" : "MISSED");
    }
}
