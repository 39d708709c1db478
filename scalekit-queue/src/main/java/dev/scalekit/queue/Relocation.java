package dev.scalekit.queue;

import java.util.Comparator;
import java.util.List;

/**
 * Where the messages of a segment have gone. Immutable.
 *
 * @param firstLive the first segment that is still there
 * @param messages by where they were
 */
record Relocation(long firstLive, List<Moved> messages) {
    /**
     * A message that was moved.
     *
     * @param due when it is due, in milliseconds since 1970; 0 for at once
     */
    record Moved(long id, long before, long after, int size, long due) {}

    Relocation {
        messages = messages.stream()
                .sorted(Comparator.comparingLong(Moved::before))
                .toList();
    }

    /** Returns where a message is now that was at a location; the same for one that was not moved. */
    long of(long location) {
        int low = 0;
        int high = messages.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Moved message = messages.get(middle);
            if (message.before() == location) {
                return message.after();
            }
            if (message.before() < location) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return location;
    }
}
