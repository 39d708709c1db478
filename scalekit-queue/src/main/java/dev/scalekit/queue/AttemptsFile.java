package dev.scalekit.queue;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how often a message was handed out and when it is due again, so that one that kills the process runs out of
 * attempts all the same.
 *
 * <p>Nothing is forced: what is written survives the end of the process, and a power cut may take any part of it. So it is a
 * hint, and the log stays the truth of what is done.
 *
 * <p>It is a file to which entries are appended. The file is replaced by one with the entries that are still of interest when
 * {@link #isRotationDue} says so; if the process ends on the way, both are read. Not thread-safe.
 */
final class AttemptsFile implements AutoCloseable {
    private static final int LIMIT = 4 << 20;

    private final Disk disk;
    private final long limit;
    private Map<Key, Attempt> found = new HashMap<>();
    /** Where what is new is written; null if there is none yet, or none that may be appended to. */
    private @Nullable AttemptsGeneration current;

    private long lastNumber;
    private long rotationAt;

    private AttemptsFile(Disk disk, long limit) {
        this.disk = disk;
        this.limit = limit;
        this.rotationAt = limit;
    }

    /**
     * A message as one group sees it.
     *
     * @param group from 0 to 65,535
     * @param id at least 1
     */
    record Key(int group, long id) {
        Key {
            if (group < 0 || group > 0xFFFF || id < 1) {
                throw new IllegalArgumentException("group must be 0 to 65535 and id at least 1: " + group + ", " + id);
            }
        }
    }

    /**
     * What happened to it.
     *
     * @param count how often it was handed out; 0 if it is counted from its first attempt on again
     * @param dueMillis when it may be handed out again, in milliseconds since 1970; 0 for at any time
     */
    record Attempt(int count, long dueMillis) {}

    /** A line of the file. */
    record Entry(Key key, Attempt attempt) {}

    static AttemptsFile open(Disk disk) throws IOException {
        return open(disk, LIMIT);
    }

    /**
     * Reads what there is. Changes nothing, so there may be no room.
     *
     * @param limit from how many bytes on the file is to be replaced
     * @throws UnknownFormatException if a file is of another version
     */
    static AttemptsFile open(Disk disk, long limit) throws IOException {
        AttemptsFile opened = new AttemptsFile(disk, limit);
        try {
            for (long number : numbers(disk)) {
                opened.read(number);
            }
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private void read(long number) throws IOException {
        lastNumber = number;
        if (current != null) {
            // More than one: a rotation was interrupted.
            rotationAt = 0;
            current.close();
        }
        current = AttemptsGeneration.open(disk, number, this::take).orElse(null);
    }

    private void take(Entry entry) {
        // Of a power cut, an older file may come back. Attempts never decrease, unless they begin anew.
        found.merge(entry.key(), entry.attempt(), (a, b) -> b.count() == 0 || b.count() >= a.count() ? b : a);
    }

    /** Returns what was read; empty after a rotation, which is told what of it is still of interest. */
    Map<Key, Attempt> found() {
        return Collections.unmodifiableMap(found);
    }

    /**
     * Writes entries, in one write.
     *
     * @throws IOException if that failed; any of them may be there, and the next write is as if this one had not been
     */
    void write(List<Entry> entries) throws IOException {
        if (current == null) {
            current = create(entries);
        } else {
            current.append(entries);
        }
    }

    /** Returns whether {@link #rotate} is to be called. */
    boolean isRotationDue() {
        return current != null && current.end() > rotationAt;
    }

    /**
     * Replaces the file by one with the entries that are still of interest.
     *
     * @throws IOException if that failed; if the new file could not be written, the old one is kept and written on, and
     *     rotation is due again only after as much as the limit; if an old file could not be deleted, the next rotation does
     */
    void rotate(Collection<Entry> entries) throws IOException {
        AttemptsGeneration before = current;
        rotationAt = limit + (before == null ? 0 : before.end());
        AttemptsGeneration next = create(entries);
        current = next;
        // Not at once again where what is of interest takes more than the limit.
        rotationAt = Math.max(limit, 2 * next.end());
        found = new HashMap<>();
        if (before != null) {
            before.close();
        }
        for (long number : numbers(disk)) {
            if (number < next.number()) {
                disk.delete(AttemptsGeneration.name(number));
            }
        }
    }

    private AttemptsGeneration create(Collection<Entry> entries) throws IOException {
        // A number is used once, also if that fails: its file may be there all the same.
        lastNumber++;
        return AttemptsGeneration.create(disk, lastNumber, entries);
    }

    private static List<Long> numbers(Disk disk) throws IOException {
        return disk.list().stream()
                .map(AttemptsGeneration::number)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .sorted()
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }
}
