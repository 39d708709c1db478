package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A name in SQL that was checked against an allow-list and is quoted: the only thing but constants of which statements are
 * built. Immutable.
 */
final class SqlIdentifier {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String quoted;

    private SqlIdentifier(String quoted) {
        this.quoted = quoted;
    }

    /**
     * Checks a name.
     *
     * @param what names the option that it comes from
     * @param longest how many characters it may have
     */
    static SqlIdentifier of(String name, String what, int longest) {
        requireNonNull(name, what);
        if (name.length() > longest || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must be 1 to " + longest
                    + " letters, digits and underscores of ASCII, the first one no digit: \"" + Bounds.printable(name)
                    + "\"");
        }
        return new SqlIdentifier("\"" + name + "\"");
    }

    /** Returns this name in that schema. */
    SqlIdentifier in(SqlIdentifier schema) {
        return new SqlIdentifier(schema.quoted + "." + quoted);
    }

    /** Returns the name in its quotation marks. */
    @Override
    public String toString() {
        return quoted;
    }
}
