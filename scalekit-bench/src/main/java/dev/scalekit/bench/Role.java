package dev.scalekit.bench;

import java.util.Locale;

/** What a subject is measured for. Immutable. */
enum Role {
    /** Code of ScaleKit. */
    OURS,

    /** What one would use instead, configured for the same guarantee. */
    PEER,

    /** What the machine allows: the least work that any implementation must do. */
    LIMIT;

    /** The word in tables and files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
