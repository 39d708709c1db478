package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** What a group may be called. Immutable. */
final class GroupName {
    /** Anything that is a file's name and a meter's tag everywhere; no dot in front, where it would hide or climb. */
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

    private GroupName() {}

    static String require(String name) {
        requireNonNull(name, "group");
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException("group must be 1 to 64 of A-Z a-z 0-9 . _ -, the first not a dot: "
                    + (name.length() <= 64 ? "\"" + Bounds.printable(name) + "\"" : name.length() + " characters"));
        }
        return name;
    }
}
