package dev.scalekit.queue;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where messages go in. A body is encoded in the sending thread, before anything else. Thread-safe.
 *
 * <p>Messages that one thread sends one after the other are stored in that order, whichever of the methods it uses.
 */
public interface Sender<T> {
    /** Sends a body without key, headers or delay, as {@link #send(Message)} does. */
    default MessageId send(T body) throws InterruptedException {
        return send(Message.of(body));
    }

    /**
     * Stores a message. Returns when it is forced to the medium: neither kill -9 nor a power cut loses it.
     *
     * <p>If the queue is full, waits for room for as long as {@link WhenFull} says. Only this wait is interruptible.
     * Once the message is being written, this waits to the end, and an interrupt is kept for the caller in the
     * thread's flag.
     *
     * <p>If a message with the same {@linkplain Message#deduplicationId deduplication id} was stored within the
     * queue's window, nothing is stored, and its id is returned, as durable as any.
     *
     * @return its id, greater than those of all messages that were stored before; or the id of the first message with
     *     the same deduplication id
     * @throws InterruptedException if the thread is interrupted while it waits for room; the message was not stored
     * @throws QueueFullException if there was no room in time; the message was not stored
     * @throws NotStoredException if the write failed; the message was not stored and may be sent again
     * @throws StoreOutcomeUnknownException if the medium failed such that the message may or may not be stored
     * @throws QueueFailedException if the medium had failed before; the message was not stored
     * @throws QueueClosedException if the queue is closed, also while this waits for room; the message was not stored
     * @throws IllegalArgumentException if the message is larger than the queue takes, or has a deduplication id and
     *     the queue was built with a window of zero; it was not stored
     * @throws RuntimeException what the function that encodes has thrown; the message was not stored
     */
    MessageId send(Message<T> message) throws InterruptedException;

    /** Sends a body without key, headers or delay, as {@link #sendAsync(Message)} does. */
    default CompletableFuture<MessageId> sendAsync(T body) {
        return sendAsync(Message.of(body));
    }

    /**
     * Stores a message without waiting for the medium.
     *
     * <p>What was not written yet is in memory, and that is bounded. While too many bytes wait there, this blocks the
     * caller, for up to the patience of {@link WhenFull}; an interrupt ends the wait, stays in the thread's flag, and
     * the future fails with {@link QueueFullException}. The future of a message for which there was no room in time
     * fails with that as well.
     *
     * @return completed by a thread of the queue when the message is forced, or with what {@link #send(Message)}
     *     throws; dependent actions must be short or name an executor, and must not wait for another future of this
     *     queue. Cancelling it has no effect on the message
     * @throws IllegalArgumentException as {@code send} does, at once
     * @throws RuntimeException what the function that encodes has thrown, at once
     */
    CompletableFuture<MessageId> sendAsync(Message<T> message);

    /**
     * Stores several messages at once: after a crash all of them are there, or none. Otherwise as {@link
     * #send(Message)}.
     *
     * <p>A message with a deduplication id that was seen, in this list too, is left out, and the others are stored.
     *
     * @param messages all together, with what is stored beside the bodies, no more than a segment has room for; none
     *     is allowed, and does nothing
     * @return their ids, in the order of the messages
     * @throws InterruptedException if the thread is interrupted while it waits for room; none was stored
     * @throws IllegalArgumentException if they do not fit into a segment, or one of them is refused by {@code send};
     *     none was stored
     */
    List<MessageId> sendAll(List<Message<T>> messages) throws InterruptedException;
}
