package dev.scalekit.queue;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deduplication ids of the messages of the last few minutes, but no more than a number of them.
 *
 * <p>An id is kept as a hash, so it takes about 150 bytes however long it is. It goes when its time is over or, the one that was added
 * first, when there are too many; or with its segment, if those that are written now have no room for it. Times are of the wall clock: one that goes back keeps ids longer, one that jumps forward
 * forgets them.
 *
 * <p>Each knows the segment that its record is in, since that record must be written again before the segment goes.
 *
 * <p>Not thread-safe.
 */
final class DeduplicationWindow {
    private final long lengthMillis;
    private final int maximum;
    /** In the order in which they were added. */
    private final Map<Hash, Entry> entries = new LinkedHashMap<>();
    /** Of each segment that has any, the one that was added last; it leads to the others. */
    private final Map<Long, Entry> segments = new HashMap<>();

    private long droppedEarly;

    /**
     * Makes an empty window.
     *
     * @param length how long an id is remembered, at least 1 ms
     * @param maximum how many are, at least 1
     */
    DeduplicationWindow(Duration length, int maximum) {
        if (length.toMillis() < 1) {
            throw new IllegalArgumentException("length must be at least 1 ms: " + length);
        }
        if (maximum < 1) {
            throw new IllegalArgumentException("maximum must be at least 1: " + maximum);
        }
        this.lengthMillis = length.toMillis();
        this.maximum = maximum;
    }

    /**
     * The first 128 bits of the SHA-256 (FIPS 180-4) of an id's UTF-8: nobody finds two ids with the same, so no message is taken
     * for another one, also if its sender wishes it.
     */
    record Hash(long high, long low) implements Comparable<Hash> {
        /**
         * Hashes an id.
         *
         * @throws IllegalArgumentException if it has half of a surrogate pair, so that it is no text and has no UTF-8
         */
        static Hash of(String id) {
            try {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                sha256.update(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id)));
                ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
                return new Hash(digest.getLong(), digest.getLong());
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException("A deduplication id has half of a surrogate pair", e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256", e);
            }
        }

        /** An order, so that a hash table stays fast though somebody has chosen ids that share a slot. */
        @Override
        public int compareTo(Hash other) {
            int byHigh = Long.compare(high, other.high);
            return byHigh != 0 ? byHigh : Long.compare(low, other.low);
        }
    }

    /**
     * A message with an id.
     *
     * @param hash of the id
     * @param messageId of the message
     * @param sentAtMillis in milliseconds since 1970
     */
    record Seen(Hash hash, long messageId, long sentAtMillis) {
        static final int BYTES = 32;

        /** Writes it at the buffer's position: both halves of the hash, the message, and the time, 8 bytes each. */
        void encode(ByteBuffer into) {
            into.putLong(hash.high).putLong(hash.low).putLong(messageId).putLong(sentAtMillis);
        }

        static Seen decode(ByteBuffer from) {
            return new Seen(new Hash(from.getLong(), from.getLong()), from.getLong(), from.getLong());
        }
    }

    /** Returns the message that an id was sent with; null if it is not known, or its time is over. */
    @Nullable
    Seen find(String id, long nowMillis) {
        return find(Hash.of(id), nowMillis);
    }

    @Nullable
    Seen find(Hash hash, long nowMillis) {
        expire(nowMillis);
        Entry entry = entries.get(hash);
        // One with an earlier time may be behind others, if the clock went back.
        return entry == null || isOver(entry.seen, nowMillis) ? null : entry.seen;
    }

    void add(String id, long messageId, long sentAtMillis, long segment) {
        add(Hash.of(id), messageId, sentAtMillis, segment);
    }

    /**
     * Adds an id. If it is there with the same message, its record has moved to that segment; if with an older one, that is
     * forgotten; if with a newer one, nothing changes: this is an old record that was copied.
     *
     * @param segment the number of the segment that its record is in
     */
    void add(Hash hash, long messageId, long sentAtMillis, long segment) {
        Entry known = entries.get(hash);
        if (known != null && known.seen.messageId == messageId) {
            unlink(known);
            link(known, segment);
            return;
        }
        if (known != null && known.seen.messageId > messageId) {
            return;
        }
        remove(hash);
        Entry added = new Entry(new Seen(hash, messageId, sentAtMillis));
        entries.put(hash, added);
        link(added, segment);
        if (entries.size() > maximum) {
            Seen first = removeFirst();
            droppedEarly += isOver(first, sentAtMillis) ? 0 : 1;
        }
    }

    void remove(String id) {
        remove(Hash.of(id));
    }

    void remove(Hash hash) {
        Entry removed = entries.remove(hash);
        if (removed != null) {
            unlink(removed);
        }
    }

    /** Forgets those whose time is over. */
    void expire(long nowMillis) {
        while (!entries.isEmpty() && isOver(first().seen, nowMillis)) {
            removeFirst();
        }
    }

    int size() {
        return entries.size();
    }

    /** Returns how many were forgotten before their time was over, since there was no room for so many. */
    long droppedEarly() {
        return droppedEarly;
    }

    /** Returns those whose record is in a segment and is still needed, in no order. */
    List<Seen> livingIn(long segment, long nowMillis) {
        List<Seen> living = new ArrayList<>();
        for (Entry entry = segments.get(segment); entry != null; entry = entry.next) {
            if (!isOver(entry.seen, nowMillis)) {
                living.add(entry.seen);
            }
        }
        return living;
    }

    /** As {@link #livingIn}, but no more than a number of them, the newest; the others are forgotten. */
    List<Seen> newestIn(long segment, int most, long nowMillis) {
        List<Seen> living = livingIn(segment, nowMillis);
        if (living.size() <= most) {
            return living;
        }
        living.sort(Comparator.comparingLong(Seen::sentAtMillis).reversed());
        living.subList(most, living.size()).forEach(seen -> remove(seen.hash()));
        droppedEarly += living.size() - most;
        return living.subList(0, most);
    }

    /** Hears that all records of one segment were written again in another one. */
    void moved(long segment, long newSegment) {
        Entry entry = segments.remove(segment);
        while (entry != null) {
            Entry next = entry.next;
            link(entry, newSegment);
            entry = next;
        }
    }

    private boolean isOver(Seen seen, long nowMillis) {
        return nowMillis - seen.sentAtMillis >= lengthMillis;
    }

    private Entry first() {
        return entries.values().iterator().next();
    }

    private Seen removeFirst() {
        Iterator<Entry> all = entries.values().iterator();
        Entry first = all.next();
        all.remove();
        unlink(first);
        return first.seen;
    }

    private void link(Entry entry, long segment) {
        Entry head = segments.put(segment, entry);
        entry.segment = segment;
        entry.previous = null;
        entry.next = head;
        if (head != null) {
            head.previous = entry;
        }
    }

    private void unlink(Entry entry) {
        Entry previous = entry.previous;
        Entry next = entry.next;
        if (next != null) {
            next.previous = previous;
        }
        if (previous != null) {
            previous.next = next;
        } else if (next != null) {
            segments.put(entry.segment, next);
        } else {
            segments.remove(entry.segment);
        }
    }

    /** A member of the list of its segment. */
    private static final class Entry {
        private final Seen seen;
        private long segment;
        private @Nullable Entry previous;
        private @Nullable Entry next;

        Entry(Seen seen) {
            this.seen = seen;
        }
    }
}
