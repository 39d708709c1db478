package dev.scalekit.examples.demo;

import java.util.Locale;

/** How figures are written: three significant digits, and the same for every reader. */
final class Figures {
    static final String BY_CUSTOMERS = "counted by the customers";

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns nanoseconds as seconds. */
    static String seconds(long nanos) {
        return number(nanos / 1e9);
    }

    /** Returns a number with three significant digits, and a dash for none. */
    static String number(double number) {
        if (Double.isNaN(number)) {
            return "–";
        }
        double size = Math.abs(number);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", number);
    }
}
