package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Refuses what is out of bounds, naming it, its bounds and its value; of a text never more than its length. Immutable. */
final class Bounds {
    private Bounds() {}

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

    /**
     * Refuses a text that a column has no room for, or that would not come back as it went in.
     *
     * @param longest in characters as a database counts them: a pair of surrogates is one
     */
    static String requireText(String text, String name, int longest) {
        requireNonNull(text, name);
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > longest) {
            throw new IllegalArgumentException(name + " must have from 1 to " + longest + " characters: " + length);
        }
        text.codePoints().filter(point -> !isPrintable(point)).findFirst().ifPresent(point -> {
            throw new IllegalArgumentException(
                    name + " must have no control character and no half of a surrogate pair: U+%04X".formatted(point));
        });
        return text;
    }

    /** Returns a text that cannot begin a line of a log. */
    static String printable(String text) {
        return text.codePoints()
                .map(point -> isPrintable(point) ? point : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Tells whether a character can neither begin a line of a log nor be half of one. */
    static boolean isPrintable(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
