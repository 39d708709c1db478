package dev.scalekit.queue;

import java.io.IOException;
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
    private long stale;
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
                stale--;
                location = index.poll(nowMillis);
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

    /**
     * Notes that segments before one are gone, and where a message of them is now.
     *
     * @return false if there is no room for it now
     */
    boolean move(long dueMillis, long location, long firstLiveNow) {
        firstLive = firstLiveNow;
        if (!add(dueMillis, location)) {
            return false;
        }
        stale++;
        return true;
    }

    /** Forgets what is not valid any more, if that is much. */
    void sweep() {
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
        stale = 0;
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
        return Math.max(0, index.size() - stale);
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
