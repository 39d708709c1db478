package dev.scalekit.examples.demo;

/**
 * For how long experiments look at what they show. Where the demo itself is tested a moment has to do: {@code
 * -Dscalekit.demo.hasty=true}. Not instantiable.
 */
final class Pace {
    static final String HASTY = "scalekit.demo.hasty";

    private static final long MOMENT_MILLIS = 1_000;

    private Pace() {}

    static long millis(long usual) {
        return Boolean.getBoolean(HASTY) ? Math.min(usual, MOMENT_MILLIS) : usual;
    }
}
