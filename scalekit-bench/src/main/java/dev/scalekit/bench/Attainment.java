package dev.scalekit.bench;

import java.util.List;

/**
 * What has become of a goal.
 *
 * @param aim the goal
 * @param other the name of the subject that it is measured by
 * @param ratio the speed or time, as a multiple of the other subject's, round by round
 */
record Attainment(Label.Aim aim, String other, Estimate ratio) {

    /**
     * Compares a row with what its goals name.
     *
     * @param table all rows of the table
     */
    static List<Attainment> of(Entry row, List<Entry> table) {
        return row.scalekit().goals().stream().map(aim -> of(row, aim, table)).toList();
    }

    private static Attainment of(Entry row, Label.Aim aim, List<Entry> table) {
        Entry other = table.stream()
                .filter(entry -> entry.benchmark().equals(aim.of()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the table has no row " + aim.of()));
        Estimate ratio = aim.speed() > 0
                ? Estimate.ofRatios(other.times(), row.times())
                : Estimate.ofRatios(row.times(), other.times());
        return new Attainment(aim, other.scalekit().subject(), ratio);
    }

    /** Whether the median reaches the goal. */
    boolean isMet() {
        return aim.speed() > 0 ? ratio.median() >= aim.speed() : ratio.median() <= aim.time();
    }

    /** The goal, the ratio with its interval, and the verdict. */
    String words() {
        return aim.words() + " of " + other + ": " + Figure.of(ratio.median()) + " ("
                + Figure.range(ratio.low(), ratio.high()) + ") " + (isMet() ? "met" : "MISSED");
    }
}
