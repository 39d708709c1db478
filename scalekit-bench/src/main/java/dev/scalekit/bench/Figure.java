package dev.scalekit.bench;

import java.util.Locale;

/** Prints numbers with the digits that a measurement deserves: three. Immutable. */
final class Figure {
    private Figure() {}

    static String of(double value) {
        double size = Math.abs(value);
        int decimals = size < 0.995 ? 3 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
        return fixed(value, decimals);
    }

    /** Both ends of an interval. */
    static String range(double low, double high) {
        return of(low) + ".." + of(high);
    }

    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
