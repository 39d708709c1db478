package dev.scalekit.routing;

/** Who takes connections, one at a time. For one thread at a time, but for {@link #isClosed}. */
interface Borrower {
    /** Returns what must be seen by what is read now. */
    ReadSession session();

    /** Tells whether somebody has ended it, so that what fails for it says nothing of a node. */
    boolean isClosed();
}
