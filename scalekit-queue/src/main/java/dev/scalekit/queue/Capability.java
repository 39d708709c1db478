package dev.scalekit.queue;

/**
 * What a queue can do besides sending and receiving. Later releases may add some, so a {@code switch} needs a
 * default. Immutable.
 */
public enum Capability {
    /**
     * Messages of one {@linkplain Message#key key} are delivered one at a time, in the order in which they were sent.
     */
    KEY_ORDER,
    /** {@link Message#delay} is kept. */
    DELAY,
    /** {@link Message#deduplicationId} is kept. Not there if the queue was built with a window of zero. */
    DEDUPLICATION,
    /** The queue may have named groups, each of which gets every message. */
    GROUPS,
    /** {@link Sender#sendAll} stores all of its messages or none, whatever crashes. */
    ATOMIC_BATCH,
    /** What was tried too often is kept and can be looked at and tried again. */
    DEAD_LETTERS,
    /** {@link Group#browse} shows messages without taking them. */
    BROWSE,
    /** {@link Delivery#extend} is kept. */
    LEASE_EXTENSION
}
