package dev.scalekit.routing;

/** Who takes connections, one at a time. Not thread-safe. */
@FunctionalInterface
interface Borrower {
    /** Returns what must be seen by what is read now. */
    ReadSession session();
}
