package dev.scalekit.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A message that was handed out, for the time of its lease.
 *
 * <p>The lease runs from the hand-out, on a clock that nobody sets. One of {@link #ack}, {@link #retryAfter} and
 * {@link #reject} ends it, once; if none does in time, the message is handed out again, to anybody. From then on this
 * delivery is fenced: each of these methods and {@link #extend} throws {@link LeaseExpiredException} and changes
 * nothing, so that a worker that was slow cannot acknowledge what another one is doing. The work itself is not
 * fenced: both may do it, and a message may be handed out twice after a crash as well. What is done with a message
 * must bear being done twice.
 *
 * <p>Thread-safe: of several threads that end a lease one wins.
 */
public interface Delivery<T> {
    /** Returns what the sender was told. The same at each attempt and in each group. */
    MessageId id();

    /**
     * Returns the body. Decoded at the first call, in the calling thread; later calls return the same object.
     *
     * @throws RuntimeException what the function that decodes has thrown, at each call; the lease goes on
     */
    T body();

    /** Returns the key that the message was sent with. */
    Optional<String> key();

    /** Returns the headers that the message was sent with, in their order. Unmodifiable. */
    Map<String, String> headers();

    /** Returns when the message was given to {@code send}, by the clock of the sending machine; a delay is not in it. */
    Instant sentAt();

    /**
     * Returns how often the message was handed out in this group, this time included. From 1. It is recorded before
     * the hand-out and survives kill -9 of the process; after a power cut it may begin at 1 again.
     */
    int attempt();

    /**
     * Acknowledges: the group is done with the message. Returns when this is forced to the medium, so that the
     * message does not come back after a crash. A full queue does not refuse it. Waits without being interruptible;
     * the thread's flag stays set.
     *
     * @throws LeaseExpiredException if the lease has ended, by time or by an earlier answer; nothing has changed
     * @throws StoreOutcomeUnknownException if the medium failed twice; the message may come back once the queue is
     *     opened again. After a first failure it is written to another place, and this waits for that
     * @throws QueueFailedException if the medium had failed before; the message comes back once the queue is opened
     *     again
     * @throws QueueClosedException if the queue is closed; the message comes back once it is opened again
     */
    void ack();

    /**
     * Does what {@link #ack} does without waiting. The lease has ended when this returns, even though the
     * acknowledgement is not on the medium yet.
     *
     * @return completed by a thread of the queue when the acknowledgement is forced, or with what {@code ack} throws;
     *     dependent actions must be short or name an executor, and must not wait for another future of this queue.
     *     Cancelling it has no effect on the acknowledgement
     */
    CompletableFuture<Void> ackAsync();

    /**
     * Gives the message back, to be handed out again after a delay; the rest of its key waits behind it. If this was
     * the last attempt, it becomes a dead letter instead. The delay is remembered over kill -9, and may be forgotten
     * in a power cut; then the message is ready at once.
     *
     * @param delay from zero to 365 days, in place of the queue's own {@link Retry}
     * @throws IllegalArgumentException if it is negative or too long; the lease goes on
     * @throws LeaseExpiredException if the lease has ended; nothing has changed
     * @throws QueueFailedException if the medium has failed
     * @throws QueueClosedException if the queue is closed
     */
    void retryAfter(Duration delay);

    /**
     * Gives the message up: it becomes a dead letter at once, whatever attempts are left. Returns when this is forced
     * to the medium, as {@link #ack} does, and throws what that throws.
     *
     * @param reason what somebody who looks at the dead letters should know; cut after 1,024 characters
     * @throws QueueFullException if the queue has no room for a dead letter; the message comes back
     */
    void reject(String reason);

    /**
     * Has the lease end later, or sooner: this long from now. In memory only, at once.
     *
     * @param lease positive, at most 365 days
     * @throws IllegalArgumentException if it is not; the lease goes on as before
     * @throws LeaseExpiredException if the lease has ended; nothing has changed
     */
    void extend(Duration lease);
}
