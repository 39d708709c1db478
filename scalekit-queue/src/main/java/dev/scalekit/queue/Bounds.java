package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Refuses what is out of bounds, naming it, its bounds and its value; of a text never more than its length.
 * Immutable.
 */
final class Bounds {
    /** The longest that anything waits here; far below the 292 years that a long of nanoseconds can tell. */
    static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private Bounds() {}

    static long requireAtMost(long value, String name, long highest) {
        if (value > highest) {
            throw new IllegalArgumentException(name + " must be at most " + highest + ": " + value);
        }
        return value;
    }

    static long requireAtLeast(long value, String name, long lowest) {
        if (value < lowest) {
            throw new IllegalArgumentException(name + " must be at least " + lowest + ": " + value);
        }
        return value;
    }

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

    /** Refuses a duration that is negative or longer than {@link #LONGEST_WAIT}. */
    static Duration requireWait(Duration value, String name) {
        return requireBetween(value, name, Duration.ZERO, LONGEST_WAIT);
    }

    /** Refuses a duration that is zero, negative or longer than {@link #LONGEST_WAIT}. */
    static Duration requirePositiveWait(Duration value, String name) {
        return requireBetween(value, name, Duration.ofNanos(1), LONGEST_WAIT);
    }

    /** Returns milliseconds, rounded up: nothing comes sooner than it was asked for. */
    static long millis(Duration duration) {
        return duration.plusNanos(999_999).toMillis();
    }

    /** Returns a text such that it cannot begin a line of a log, or hide what comes before it. */
    static String printable(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) || Character.getType(point) == Character.LINE_SEPARATOR
                        ? '?'
                        : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * Refuses a text that is too short or too long, or that would not come back from its bytes as it went in.
     *
     * @param lowest in bytes of UTF-8, as {@code highest}
     */
    static String requireText(String text, String name, int lowest, int highest) {
        long bytes = utf8Bytes(text, name);
        if (bytes < lowest || bytes > highest) {
            throw new IllegalArgumentException(
                    name + " must have from " + lowest + " to " + highest + " bytes in UTF-8: " + bytes);
        }
        return text;
    }

    private static long utf8Bytes(String text, String name) {
        requireNonNull(text, name);
        long bytes = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(
                        name + " must be valid Unicode: half of a surrogate pair at index " + at);
            }
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            at += Character.charCount(point);
        }
        return bytes;
    }
}
