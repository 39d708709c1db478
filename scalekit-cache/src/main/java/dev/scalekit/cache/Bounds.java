package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Pattern;

/** Checks of what users set; each message says the name, the bound and the value. Not instantiable. */
final class Bounds {
    /** Nanoseconds of it can be added to any time without an overflow that matters. */
    static final Duration LONGEST = Duration.ofDays(1000);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Bounds() {}

    static String requireName(String value, String name) {
        requireNonNull(value, name);
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 100 letters, digits, dots, underscores and hyphens: " + value);
        }
        return value;
    }

    static Duration requirePositive(Duration value, String name) {
        requireNonNull(value, name);
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be more than zero and at most " + LONGEST + ": " + value);
        }
        return value;
    }

    static double requireBetween(double value, String name, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
        }
        return value;
    }

    static double requirePart(double value, String name) {
        if (!(value > 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be more than 0 and at most 1: " + value);
        }
        return value;
    }

    static long requireBetween(long value, String name, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
        }
        return value;
    }
}
