package dev.scalekit.queue;

/**
 * Identifies a message in its queue. Ids of one queue rise in the order in which the messages were stored, with gaps.
 * Immutable.
 *
 * @param value from 1, never used twice in one queue
 */
public record MessageId(long value) implements Comparable<MessageId> {
    /** @throws IllegalArgumentException if the value is less than 1 */
    public MessageId {
        Bounds.requireAtLeast(value, "value", 1);
    }

    @Override
    public int compareTo(MessageId other) {
        return Long.compare(value, other.value);
    }

    /** Returns the value in decimal digits. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
