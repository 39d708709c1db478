package dev.scalekit.queue;

import java.util.List;

/**
 * Those who share the messages: each message is for one of them. Every group gets every message that was sent after
 * the group was declared, with leases, attempts and dead letters of its own; a message's space is freed when all
 * groups are done with it.
 *
 * <p>Nobody closes a group: it is a view of its queue. Thread-safe.
 */
public interface Group<T> extends Receiver<T> {
    /** Returns the name it was declared by; {@code default} in a queue without named groups. */
    String name();

    /** Returns the messages that this group has given up: a view that is always up to date. */
    DeadLetters<T> deadLetters();

    /**
     * Returns messages that the group is not done with, roughly the oldest first, without taking them: leased,
     * delayed and waiting ones as well, dead letters not. Reads the medium and waits for it.
     *
     * @param maximum most that are returned, from 1 to 10,000: all of them are in memory at once
     * @throws IllegalArgumentException if {@code maximum} is out of these bounds
     * @throws QueueClosedException if the queue is closed
     * @throws QueueIOException if the medium cannot be read
     */
    List<StoredMessage<T>> browse(int maximum);

    /**
     * Hands out no more messages of this group until {@link #resume}: {@link #receive} and consumers wait. What is
     * handed out may be answered, and senders are not held up. Returns at once. Not stored: a queue that is opened
     * again is not paused.
     */
    void pause();

    /** Hands out messages again. Returns at once; without effect on a group that is not paused. */
    void resume();
}
