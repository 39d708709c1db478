package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a read must at least see: how far the database had got when somebody wrote, or read. It is a text for a cookie or a
 * header, such that the next request, on another server, reads no older state. It is no secret, and says nothing but how
 * much was written. Immutable.
 */
public final class ReadToken {
    /** Asks for nothing. */
    public static final ReadToken NONE = new ReadToken("none");

    private static final int LONGEST = 4_096;
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST + "}");

    private final String text;

    private ReadToken(String text) {
        this.text = text;
    }

    static ReadToken of(Position position) {
        return new ReadToken(position.encode());
    }

    /**
     * Returns the token of a text. What its dialect makes of it is seen when it is used.
     *
     * @throws IllegalArgumentException if it is none: empty, longer than 4,096, or with other characters than letters,
     *     digits, {@code .}, {@code -} and {@code _}
     */
    public static ReadToken parse(String text) {
        requireNonNull(text, "text");
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("A token has 1 to " + LONGEST
                    + " letters, digits, dots, hyphens and underscores: these are " + text.length()
                    + " characters of something else");
        }
        return new ReadToken(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReadToken token && token.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the text, which {@link #parse} reads. */
    @Override
    public String toString() {
        return text;
    }
}
