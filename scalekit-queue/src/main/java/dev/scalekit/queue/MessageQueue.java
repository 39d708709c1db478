package dev.scalekit.queue;

import java.util.Set;

/**
 * A queue: messages are stored, and each is delivered at least once to each group.
 *
 * <p>A queue that was built without groups has one, named {@code default}, and is that group itself: a work queue. A
 * queue with named groups is none of them, and what it has from {@link Group} and {@link Receiver} throws {@link
 * IllegalStateException} and names the groups. Whoever builds a queue closes it. Thread-safe.
 */
public interface MessageQueue<T> extends Sender<T>, Group<T>, AutoCloseable {
    /**
     * Returns a group.
     *
     * @throws IllegalArgumentException if the queue was not built with a group of that name; says which there are
     */
    Group<T> group(String name);

    /** Returns what this queue can do. Unmodifiable; the same as long as the queue is open. */
    Set<Capability> capabilities();

    /**
     * Returns what the queue has done since it was opened, and holds now. Does not wait; answers after closing as
     * well.
     */
    QueueStats stats();

    /**
     * Closes the consumers as {@link Consumer#close} does, stores what was accepted, and frees the medium for another
     * owner. Who waits in {@link #send} for room, in {@link #receive} or in {@link Consumer#drain} gets {@link
     * QueueClosedException}. What is not acknowledged is delivered again when the queue is opened again.
     *
     * <p>Returns when all of this is done, however the medium does; a failure is left to those whose messages it
     * concerns. A second call waits for the first. Not interruptible, but an interrupt shortens the wait for
     * handlers; the flag stays set. Must not be called by a handler, which is waited for until the stop timeout.
     *
     * @throws IllegalStateException if it is called by a listener or an action of a future; the queue stays open
     */
    @Override
    void close();
}
