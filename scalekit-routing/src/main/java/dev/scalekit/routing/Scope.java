package dev.scalekit.routing;

/**
 * What holds for a thread while it is in one: where it reads, and what it must see.
 *
 * @param mode where statements go
 * @param session what they must see
 */
record Scope(Mode mode, ReadSession session, boolean isOfProcess) {
    /** Where statements go. */
    enum Mode {
        /** As the connection says. */
        DECLARED,
        /** To replicas, as if each connection were read-only. */
        READ_ONLY,
        /** To the primary. */
        PRIMARY
    }

    Scope with(Mode other) {
        return new Scope(other, session, isOfProcess);
    }

    Scope with(ReadSession other) {
        return new Scope(mode, other, false);
    }
}
