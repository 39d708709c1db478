package dev.scalekit.queue;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a group that are not due yet, also when they are moved: what is moved is added once more, and its old entry
 * says nothing any more once its segment is gone. Not thread-safe.
 */
final class Delays implements AutoCloseable {
    /*
     * An entry cannot be found by its location, so the old ones are left until they come up; or until they are more than half
     * of all, then what is still valid goes into a second index that takes the place of the first.
     *
     * A full disk keeps entries from being written. They are not taken then, and whoever wants to add them tries again:
     * what is ready must not wait for what is not even due.
     */
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final int FEW = 4_096;

    private final Disk disk;
    private final String prefix;
    private DelayIndex index;
    private boolean second;
    /** How many are valid, by the segment that they are in. */
    private final TreeMap<Long, Long> bySegment = new TreeMap<>();

    private long size;
    private long firstLive;
    private boolean warned;

    /** @param prefix of the names of its files, of which none may be left */
    Delays(Disk disk, String prefix) {
        this.disk = disk;
        this.prefix = prefix;
        this.index = new DelayIndex(disk, prefix + "a");
    }

    /** Adds a message; false if there is no room for it now. */
    boolean add(long dueMillis, long location) {
        try {
            index.add(dueMillis, location);
            bySegment.merge(Location.segment(location), 1L, Long::sum);
            size++;
            return true;
        } catch (IOException e) {
            warn(e);
            return false;
        }
    }

    /** Removes the message that is due first; -1 if none is due. */
    long poll(long nowMillis) {
        try {
            long location = index.poll(nowMillis);
            while (location >= 0 && Location.segment(location) < firstLive) {
                location = index.poll(nowMillis);
            }
            if (location >= 0) {
                bySegment.merge(Location.segment(location), -1L, Long::sum);
                size--;
            }
            warned = false;
            return location;
        } catch (IOException e) {
            warn(e);
            return -1;
        }
    }

    private void warn(IOException e) {
        if (!warned) {
            warned = true;
            LOG.warn("{}: delayed messages wait until their index can be written", prefix, e);
        }
    }

    /** Notes that segments before one are gone, and so what was added of them says nothing any more. */
    void gone(long firstLiveNow) {
        firstLive = firstLiveNow;
        Map<Long, Long> before = bySegment.headMap(firstLive);
        size -= before.values().stream().mapToLong(Long::longValue).sum();
        before.clear();
    }

    /** Forgets what is not valid any more, if that is much. */
    void sweep() {
        long stale = index.size() - size;
        if (stale < FEW || 2 * stale < index.size()) {
            return;
        }
        DelayIndex next = new DelayIndex(disk, prefix + (second ? "a" : "b"));
        try {
            index.forEach((due, location) -> {
                if (Location.segment(location) >= firstLive) {
                    next.add(due, location);
                }
            });
        } catch (IOException e) {
            warn(e);
            close(next);
            return;
        }
        close(index);
        index = next;
        second = !second;
    }

    /** Files that cannot be deleted are deleted at the next opening. */
    private void close(DelayIndex old) {
        try {
            old.close();
        } catch (IOException e) {
            warn(e);
        }
    }

    /** Returns from when on there may be something, in milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
    long nextDue() {
        return index.nextDue();
    }

    long size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
