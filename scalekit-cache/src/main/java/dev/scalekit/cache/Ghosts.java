package dev.scalekit.cache;

/**
 * Remembers the hashes of the last keys that were added, as a queue that has room for so many would, without the keys: about eleven bytes
 * each. A table of buckets of eight; in a full bucket the oldest makes room, so a few of the oldest are forgotten early. Keys
 * with the same hash are one key to it. Not thread-safe.
 *
 * <p>The paper on S3-FIFO proposes such a table: hash and time of insertion, and the difference of times says whether it is still in
 * the queue.
 */
final class Ghosts {
    private static final int SLOTS = 8;
    /** Of the slots of a bucket on average; a quarter is left for buckets that get more than others. */
    private static final int USED_SLOTS = 6;

    /** More than that are not remembered, whatever the cache holds. */
    private static final long LARGEST = 1L << 26;

    private final int room;

    /** In each slot the time in the upper half, the hash in the lower. Made when first needed, which is when the cache is full. */
    private long[] slots = {};

    /** How many were added so far. At first so many that an empty slot is past its time. */
    private int time;

    /** @param room how many are remembered, if the table has space for that */
    Ghosts(long room) {
        this.room = (int) Math.min(LARGEST, room);
        this.time = this.room + 1;
    }

    void add(int hash) {
        if (slots.length == 0) {
            slots = new long[(room / USED_SLOTS + 1) * SLOTS];
        }
        time++;
        slots[slot(hash)] = ((long) time << Integer.SIZE) | Integer.toUnsignedLong(hash);
    }

    /** Where to put it: where it is, or else at the oldest. */
    private int slot(int hash) {
        int found = find(hash);
        if (found >= 0) {
            return found;
        }
        int bucket = bucket(hash);
        int oldest = bucket;
        for (int slot = bucket + 1; slot < bucket + SLOTS; slot++) {
            if (age(slot) > age(oldest)) {
                oldest = slot;
            }
        }
        return oldest;
    }

    /** Tells whether it is remembered, and forgets it. */
    boolean remove(int hash) {
        int found = slots.length == 0 ? -1 : find(hash);
        if (found >= 0) {
            slots[found] = (long) (time - room) << Integer.SIZE;
        }
        return found >= 0;
    }

    private int find(int hash) {
        int bucket = bucket(hash);
        for (int slot = bucket; slot < bucket + SLOTS; slot++) {
            if ((int) slots[slot] == hash && age(slot) < room) {
                return slot;
            }
        }
        return -1;
    }

    /** How many were added since. It overflows after four billion, and an empty slot or a very old one may then seem to be young once. */
    private long age(int slot) {
        return Integer.toUnsignedLong(time - (int) (slots[slot] >>> Integer.SIZE));
    }

    /** Hashes of Java are often small numbers in a row: the finalizer of MurmurHash3 (A. Appleby, public domain) scatters them. */
    private int bucket(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >>> 13)) * 0xc2b2ae35;
        mixed ^= mixed >>> 16;
        int buckets = slots.length / SLOTS;
        return (int) ((Integer.toUnsignedLong(mixed) * buckets) >>> Integer.SIZE) * SLOTS;
    }
}
