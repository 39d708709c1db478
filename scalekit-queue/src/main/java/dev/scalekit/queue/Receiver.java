package dev.scalekit.queue;

import java.time.Duration;
import java.util.Optional;

/** Where messages come out, each for one of those who ask. Thread-safe. */
public interface Receiver<T> {
    /**
     * Waits for a message and takes it, for the time of the queue's lease. The caller answers it by {@link
     * Delivery#ack}, {@link Delivery#retryAfter} or {@link Delivery#reject}; nothing answers by itself.
     *
     * <p>Messages come in about the order in which they were sent, those of one key exactly so and one at a time.
     *
     * @param timeout zero only looks; at most 365 days
     * @return empty if there was none before the timeout passed
     * @throws InterruptedException if the thread is interrupted while it waits; no message was taken
     * @throws IllegalArgumentException if the timeout is negative or too long
     * @throws IllegalStateException if this is a queue with named groups: ask one of them
     * @throws QueueClosedException if the queue is closed, also meanwhile
     * @throws QueueFailedException if the medium has failed: what could be done could not be acknowledged
     */
    Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException;

    /**
     * Starts threads that take messages and hand them to a handler. Returns at once. The caller closes the consumer.
     *
     * @throws IllegalStateException if this is a queue with named groups: ask one of them
     * @throws QueueClosedException if the queue is closed
     * @throws QueueFailedException if the medium has failed
     */
    Consumer consume(ConsumerOptions options, Handler<T> handler);
}
