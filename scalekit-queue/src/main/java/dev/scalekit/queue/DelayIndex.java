package dev.scalekit.queue;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the delayed messages of a group are and when they are due, in memory that does not grow with how many they are.
 *
 * <p>It lives as long as the process; its files are never forced, and whoever opens the queue deletes those of an earlier process
 * and adds what is delayed again. An error of the disk is told to the caller and changes nothing: an entry whose {@link #add} has
 * thrown is not there, and {@link #poll} may be called again.
 *
 * <p>Not thread-safe.
 */
final class DelayIndex implements AutoCloseable {
    /*
     * A hierarchical timing wheel (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987) whose outer wheels
     * are on disk. What is due before nearUntil is sorted; what is due later is in buckets of a minute up to minutesUntil, of an
     * hour up to hoursUntil, and of a day from there on. When time comes near a bucket, its entries move one wheel inwards. So an
     * entry is written at most four times, however long it waits.
     *
     * The limits only rise, each to the end of a bucket that is about to be moved, or over a time in which there are none. So
     * buckets do not overlap, and every entry in a bucket is due later than every entry that is near. That is why a bucket may
     * wait, however late it is, as long as enough is near; and why a clock that goes back needs no thought: what is added for the
     * time between is near.
     */
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** Later than this, all times are one: no sum of it and a few days overflows. */
    private static final long END_OF_TIME = Long.MAX_VALUE - 4 * DAY;

    /** As many as an hour has minutes, and a few. */
    private static final int MOST_BUFFERED = 64;

    private final DelayFiles files;
    private final NearDelays near;
    /** By the first millisecond of their span. */
    private final TreeMap<Long, DelayBucket> buckets = new TreeMap<>();
    /** Those that have a buffer, the one that was used last at the end. */
    private final Map<Long, DelayBucket> buffered = new LinkedHashMap<>(16, 0.75f, true);
    /** The bucket whose entries are being moved, which an error may have interrupted; it is none of the others. */
    private @Nullable DelayBucket moving;

    private long nearUntil;
    private long minutesUntil;
    private long hoursUntil;
    private long size;

    /**
     * Makes an index without entries.
     *
     * @param prefix of the names of its files; none of an earlier process may be left
     */
    DelayIndex(Disk disk, String prefix) {
        this.files = new DelayFiles(disk, prefix);
        this.near = new NearDelays(files);
    }

    /**
     * Adds an entry.
     *
     * @param dueMillis in milliseconds since 1970; it may be over
     * @param location what {@link #poll} returns then, at least 0
     */
    void add(long dueMillis, long location) throws IOException {
        route(dueMillis, location);
        size++;
    }

    private void route(long dueMillis, long location) throws IOException {
        long at = clamp(dueMillis);
        if (at < nearUntil) {
            near.add(dueMillis, location);
            return;
        }
        long width = at < minutesUntil ? MINUTE : at < hoursUntil ? HOUR : DAY;
        long start = at - at % width;
        DelayBucket bucket = buckets.get(start);
        if (bucket == null) {
            bucket = new DelayBucket(files, start, width);
        }
        if (!bucket.isBuffered()) {
            makeRoom();
        }
        bucket.add(dueMillis, location);
        buckets.put(start, bucket);
        buffered.put(start, bucket);
    }

    private void makeRoom() throws IOException {
        if (buffered.size() >= MOST_BUFFERED) {
            Iterator<DelayBucket> leastUsed = buffered.values().iterator();
            leastUsed.next().flush();
            leastUsed.remove();
        }
    }

    /**
     * Removes the entry that is due first, of those that are due at the same time the one with the lowest location.
     *
     * @return its location; -1 if none is due
     */
    long poll(long nowMillis) throws IOException {
        bringNear(clamp(nowMillis));
        if (near.isEmpty() || near.firstDue() > nowMillis) {
            return -1;
        }
        long location = near.removeFirst();
        size--;
        return location;
    }

    /** Brings near what is due in this minute and the next, unless there is enough that is due before. */
    private void bringNear(long now) throws IOException {
        long target = now - now % MINUTE + 2 * MINUTE;
        finishMoving();
        while (nearUntil < target) {
            Map.Entry<Long, DelayBucket> first = buckets.firstEntry();
            if (first == null || first.getKey() >= target) {
                nearUntil = target;
                minutesUntil = Math.max(minutesUntil, roundUp(nearUntil, HOUR));
                hoursUntil = Math.max(hoursUntil, roundUp(minutesUntil, DAY));
                return;
            }
            if (near.isFull()) {
                return;
            }
            startMoving(first.getValue());
            finishMoving();
        }
    }

    private void startMoving(DelayBucket bucket) {
        long end = bucket.start() + bucket.width();
        nearUntil = Math.max(nearUntil, bucket.start());
        if (bucket.width() == MINUTE) {
            nearUntil = end;
        } else if (bucket.width() == HOUR) {
            minutesUntil = end;
        } else {
            hoursUntil = end;
        }
        buckets.remove(bucket.start());
        buffered.remove(bucket.start());
        moving = bucket;
    }

    private void finishMoving() throws IOException {
        if (moving != null) {
            moving.moveTo(this::route);
            moving = null;
        }
    }

    /** Tells all entries, in no order; nothing must be added or polled meanwhile. */
    void forEach(DelayBucket.Sink sink) throws IOException {
        near.forEach(sink);
        if (moving != null) {
            moving.forEach(sink);
        }
        for (DelayBucket bucket : buckets.values()) {
            bucket.forEach(sink);
        }
    }

    /**
     * Returns from when on {@link #poll} is worth a call: an entry may be due, or is to be brought near; {@code Long.MAX_VALUE}
     * for never. An {@link #add} may bring it forward.
     */
    long nextDue() {
        if (moving != null) {
            return Long.MIN_VALUE;
        }
        if (!near.isEmpty()) {
            return near.firstDue();
        }
        return buckets.isEmpty() ? Long.MAX_VALUE : buckets.firstKey() - MINUTE;
    }

    long size() {
        return size;
    }

    /** Returns how many entries take memory. */
    int inMemory() {
        int moved = moving == null ? 0 : moving.inMemory();
        return moved
                + near.inMemory()
                + buffered.values().stream().mapToInt(DelayBucket::inMemory).sum();
    }

    private static long clamp(long millis) {
        return Math.max(0, Math.min(END_OF_TIME, millis));
    }

    private static long roundUp(long millis, long unit) {
        return (millis + unit - 1) / unit * unit;
    }

    /** Deletes its files, and so all entries. */
    @Override
    public void close() throws IOException {
        files.deleteAll();
    }
}
