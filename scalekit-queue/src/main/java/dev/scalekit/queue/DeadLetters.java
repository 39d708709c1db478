package dev.scalekit.queue;

import java.util.List;

/**
 * The messages that a group has given up: rejected, or delivered as often as is allowed without being acknowledged.
 *
 * <p>They are durable and bounded: of one more than {@link FileQueueBuilder#maximumDeadLetters} the oldest is thrown
 * away, which {@link QueueListener#deadLetterDropped} hears and the log says. They take part in the queue's bytes.
 *
 * <p>What changes something returns when it is forced to the medium, is not interruptible (the thread's flag stays
 * set), and throws {@link QueueClosedException} or {@link QueueFailedException} if nothing has changed, and {@link
 * StoreOutcomeUnknownException} if opening the queue again will tell. Thread-safe.
 */
public interface DeadLetters<T> {
    /** Returns how many there are now. */
    int size();

    /**
     * Returns the oldest ones, the oldest first. Reads the medium and waits for it.
     *
     * @param maximum most that are returned, from 1 to 10,000: all of them are in memory at once
     * @throws IllegalArgumentException if {@code maximum} is out of these bounds
     * @throws QueueClosedException if the queue is closed
     * @throws QueueIOException if the medium cannot be read
     */
    List<DeadLetter<T>> browse(int maximum);

    /**
     * Gives a message back to the group, under the same id, at once, with its attempts counted from 1 again. It does
     * not take back its place among the messages of its key, which have gone on without it.
     *
     * @return whether it was among the dead letters; of two calls at once for one id only one returns true
     */
    boolean redrive(MessageId id);

    /**
     * Gives back all that are there at this moment, the oldest first. A failure or crash leaves some of them given
     * back and the others dead, none lost.
     *
     * @return how many
     */
    int redriveAll();

    /**
     * Throws a message away.
     *
     * @return whether it was among the dead letters
     */
    boolean remove(MessageId id);
}
