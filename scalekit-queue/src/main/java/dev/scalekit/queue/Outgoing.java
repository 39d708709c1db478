package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that is ready to be written: encoded and summed in the thread of the sender. Immutable.
 *
 * @param seen of its deduplication id
 */
record Outgoing(Entry entry, DeduplicationWindow.@Nullable Hash seen) {
    static Outgoing of(Message<?> message, byte[] body, long sentAt) {
        return new Outgoing(
                Entry.of(RecordType.MESSAGE, MessageContent.encode(message, body, sentAt)),
                message.deduplicationId().map(DeduplicationWindow.Hash::of).orElse(null));
    }

    /** Returns how many bytes the records of messages take. */
    static int bytes(List<Outgoing> messages) {
        int bytes = 0;
        for (Outgoing message : messages) {
            bytes += message.entry.size();
        }
        return bytes;
    }

    long sentAt() {
        return entry.content().getLong(0);
    }
}
