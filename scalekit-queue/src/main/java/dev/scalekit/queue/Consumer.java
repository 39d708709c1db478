package dev.scalekit.queue;

import java.time.Duration;

/**
 * Workers that take the messages of a group and hand them to a {@link Handler}, until they are closed.
 *
 * <p>The threads belong to the consumer, and whoever called {@link Receiver#consume} closes it; closing the queue
 * closes what consumers it still has. The threads are daemons: a JVM that exits does not wait for them, and what they
 * had not acknowledged is delivered again. Thread-safe.
 */
public interface Consumer extends AutoCloseable {
    /**
     * Takes no further messages until {@link #resume}. Handlers that run are not disturbed. Returns at once; without
     * effect on other consumers of the group, on a consumer that is paused already, and on one that is closed.
     */
    void pause();

    /** Takes messages again. Returns at once; without effect if the consumer is not paused, or is closed. */
    void resume();

    /**
     * Waits until nothing of the group is ready, leased, waiting to be retried or blocked behind an earlier message
     * of its key. Messages whose delay has not passed do not count, nor do dead letters. It is about the whole group,
     * whoever consumes it, and true at one moment only: other threads may send meanwhile. The consumer goes on as
     * before.
     *
     * <p>Must not be called by a handler, whose own message is leased: it would wait for itself.
     *
     * @param timeout zero only looks; at most 365 days
     * @return whether that moment came before the timeout passed
     * @throws InterruptedException if the thread is interrupted while it waits; nothing has changed
     * @throws IllegalArgumentException if the timeout is negative or too long
     * @throws QueueClosedException if the queue is closed, also meanwhile
     * @throws QueueFailedException if the medium has failed, also meanwhile
     */
    boolean drain(Duration timeout) throws InterruptedException;

    /**
     * Takes no more messages, waits for the handlers that run for up to the {@linkplain ConsumerOptions#stopTimeout
     * stop timeout}, then interrupts those that still run and returns. A handler that answers with {@link
     * InterruptedException} gives its message back at once; the message of one that does not answer comes back when
     * its lease ends.
     *
     * <p>If the closing thread is interrupted, the handlers are interrupted at once, and the flag is set again. A
     * second call waits for the first. A handler must not close its own consumer: it would wait for itself until the
     * timeout.
     */
    @Override
    void close();
}
