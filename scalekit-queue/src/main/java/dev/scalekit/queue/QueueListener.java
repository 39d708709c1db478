package dev.scalekit.queue;

import java.time.Duration;

/**
 * Hears what a queue does, for meters and alarms. Each method does nothing by default; later releases may add some.
 *
 * <p>Called after the fact, by one thread of the queue, one call at a time, without a lock. That thread also
 * completes the futures of {@link Sender#sendAsync}: a listener that blocks delays them. It may call the queue back,
 * but must not wait for a future of it, nor close it. What it throws is logged, changes nothing, and the next call
 * comes all the same. If it is so slow that 100,000 calls wait, further ones are left out, and the log says so. Nobody
 * closes it.
 *
 * <p>What happens in a process that is killed a moment later may never be heard.
 */
public interface QueueListener {
    /**
     * Messages were stored by one force.
     *
     * @param messages at least 1
     * @param bytes what they take in the files
     * @param force how long the medium took
     */
    default void stored(int messages, long bytes, Duration force) {}

    /** A message was handed out, for the {@code attempt}-th time, counted from 1. */
    default void delivered(String group, MessageId id, int attempt) {}

    /** The acknowledgement of a message is on the medium. */
    default void acknowledged(String group, MessageId id) {}

    /** A message was given back, by its handler or since that threw, and will be ready again after {@code delay}. */
    default void retried(String group, MessageId id, int attempt, Duration delay) {}

    /**
     * A lease ended without an answer. The message is handed out again, or dead: the lease may be too short for the
     * handler.
     */
    default void leaseExpired(String group, MessageId id, int attempt) {}

    /** A message became a dead letter, for {@code reason}, which may be what a handler's exception said. Look at it. */
    default void died(String group, MessageId id, int attempts, String reason) {}

    /** The bounded dead letters were full, and the oldest was thrown away for another one. This is a loss. */
    default void deadLetterDropped(String group, MessageId id) {}

    /**
     * Senders have to wait or are refused. Told once, until there is room again.
     *
     * @param reason which limit, with its numbers
     */
    default void full(String reason) {}

    /** Senders need not wait any more. */
    default void roomAgain() {}

    /** The medium failed, and the queue takes no more. Told once; it has to be closed and built again. */
    default void failed(Throwable cause) {}
}
