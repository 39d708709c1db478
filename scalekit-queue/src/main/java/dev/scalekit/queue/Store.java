package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.util.List;

/**
 * What the writer writes to, and what it knows of it. For the writer's thread.
 *
 * @param name of the queue, for messages
 * @param seen the deduplication ids
 */
record Store(String name, Log log, Ledger ledger, Room room, DeduplicationWindow seen) {
    private static final int MOST_BYTES = 4 << 20;

    Batch batch() {
        return new Batch(seen);
    }

    /** Returns how large a batch may grow, unless one send is larger. */
    int mostBytes() {
        return Math.min(MOST_BYTES, log.spares().segmentBytes() / 4);
    }

    void append(Batch batch, List<Entry> entries) {
        long first = log.append(entries);
        batch.located(log.activeSegment(), log.lastStart(), first);
    }

    /** Notes messages that were stored, and returns where they are. */
    Range stored(Batch batch, List<Fresh> messages) {
        long[] ids = new long[messages.size()];
        long bytes = 0;
        for (int i = 0; i < ids.length; i++) {
            Fresh message = messages.get(i);
            ids[i] = message.id();
            bytes += Frame.size(message.content().length());
        }
        long start = Location.offset(messages.get(0).location());
        Range range =
                new Range(ids[0], ids[ids.length - 1] + 1, batch.segment(), start, log.durableEnd(), ids.length, bytes);
        ledger.stored(range, ids);
        return range;
    }
}
