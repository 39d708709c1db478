package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Refuses what is out of bounds, naming it, its bounds and its value. Not instantiable. */
final class Limits {
    /** The longest that anything waits here; far below the 292 years that a long of nanoseconds can tell. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final int LONGEST_NAME = 200;

    private Limits() {}

    static int requireBetween(int value, String name, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(name + " must be from " + lowest + " to " + highest + ": " + value);
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

    /** Refuses a name that is blank, too long, or could begin a line of a log. */
    static String requireName(String name, String what) {
        requireNonNull(name, what);
        if (name.isBlank() || name.length() > LONGEST_NAME || !name.chars().allMatch(Limits::isPlain)) {
            throw new IllegalArgumentException(what + " must have 1 to " + LONGEST_NAME
                    + " visible ASCII characters, and not only blanks: it has " + name.length() + " characters");
        }
        return name;
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~';
    }
}
