package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Refuses what is out of bounds, naming it, its bounds and its value. Not instantiable. */
final class Bounds {
    /** The longest that anything waits here; far below the 292 years that a long of nanoseconds can tell. */
    static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private Bounds() {}

    static int requireBetween(int value, String name, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " must be from " + lowest + " to " + highest + ": " + value);
        }
        return value;
    }

    static double requireBetween(double value, String name, double lowest, double highest) {
        // Written so that it refuses what is not a number.
        if (!(value >= lowest && value <= highest)) {
            throw new IllegalArgumentException(name + " must be from " + lowest + " to " + highest + ": " + value);
        }
        return value;
    }

    static double requireAtLeast(double value, String name, double lowest) {
        if (!(value >= lowest)) {
            throw new IllegalArgumentException(name + " must be at least " + lowest + ": " + value);
        }
        return value;
    }

    static Duration requireBetween(Duration value, String name, Duration lowest, Duration highest) {
        requireNonNull(value, name);
        if (value.compareTo(lowest) < 0 || value.compareTo(highest) > 0) {
            throw new IllegalArgumentException(name + " must be from " + lowest + " to " + highest + ": " + value);
        }
        return value;
    }

    /** Refuses a name that is blank, longer than 200 characters, or has control characters, which would break a log. */
    static String requireName(String name, String what) {
        requireNonNull(name, what);
        if (name.isBlank() || name.length() > 200 || name.codePoints().anyMatch(Bounds::breaksLines)) {
            throw new IllegalArgumentException(
                    what + " must have 1 to 200 characters, no control characters, and not only blanks: "
                            + (name.length() > 200 ? name.length() + " characters" : "\"" + printable(name) + "\""));
        }
        return name;
    }

    /** Returns a text such that it cannot begin a line of a log. */
    static String printable(String text) {
        return text.codePoints()
                .map(point -> breaksLines(point) ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean breaksLines(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
