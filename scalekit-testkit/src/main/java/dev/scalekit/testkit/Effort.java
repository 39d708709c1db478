package dev.scalekit.testkit;

/**
 * How much of its usual work a test does: {@code -Dscalekit.effort=}, 1 if it is not given. A tenth for a second JDK,
 * twenty for a long run, {@code -Psoak}. Thread-safe.
 */
public final class Effort {
    static final String PROPERTY = "scalekit.effort";

    private Effort() {}

    /**
     * Returns {@code count} times the effort, rounded, at least 1.
     *
     * @param count what the ordinary run does, at least 1
     * @throws IllegalArgumentException if {@code count} is less than 1, the property is not a positive finite number, or
     *     the product is more than an {@code int} holds
     */
    public static int scaled(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1: " + count);
        }
        double effort = effort();
        long scaled = Math.max(1, Math.round(count * effort));
        if (scaled > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    PROPERTY + " must be small enough for " + count + " times it to be an int: " + effort);
        }
        return (int) scaled;
    }

    /**
     * Returns what {@link #scaled(int)} does, but of more cases where there is more time than in an ordinary run.
     *
     * @param ordinary what the ordinary run does, at least 1, and of which a shorter one does a part
     * @param thorough what a long run does many times, at least 1
     * @throws IllegalArgumentException as {@link #scaled(int)} does
     */
    public static int scaled(int ordinary, int thorough) {
        return scaled(effort() > 1 ? thorough : ordinary);
    }

    /**
     * Returns what {@link #scaled(int)} does, but never more than {@code count}: for a size that is the claim itself, such as a
     * million entries, of which a long run takes no more.
     *
     * @param count what the ordinary run does, at least 1
     * @throws IllegalArgumentException as {@link #scaled(int)} does
     */
    public static int upTo(int count) {
        return Math.min(count, scaled(count));
    }

    private static double effort() {
        String value = System.getProperty(PROPERTY, "1");
        double effort;
        try {
            effort = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            effort = Double.NaN;
        }
        if (effort > 0 && effort < Double.POSITIVE_INFINITY) {
            return effort;
        }
        throw new IllegalArgumentException(PROPERTY + " must be a positive finite number: \"" + value + "\"");
    }
}
