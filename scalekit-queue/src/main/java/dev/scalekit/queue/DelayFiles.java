package dev.scalekit.queue;

import dev.scalekit.queue.Disk.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The files of one {@link DelayIndex}: entries of a due time and a location, 16 bytes each, for the life of the process.
 *
 * <p>None is kept open, since there may be thousands of them, and to open one costs little beside the hundreds of entries that
 * are read or written then. Not thread-safe.
 */
final class DelayFiles {
    static final int ENTRY = 2 * Long.BYTES;

    private final Disk disk;
    private final String prefix;
    private final List<String> undeleted = new ArrayList<>();
    private long lastNumber;

    DelayFiles(Disk disk, String prefix) {
        this.disk = disk;
        this.prefix = prefix;
    }

    /** Deletes the files of all groups that an earlier process has left, also of groups that are no more. */
    static void deleteLeft(Disk disk) throws IOException {
        delete(disk, Pattern.compile("delays-[0-9]+[ab]-[0-9a-f]{16}"));
    }

    private static void delete(Disk disk, Pattern names) throws IOException {
        for (String name : disk.list()) {
            if (names.matcher(name).matches()) {
                disk.delete(name);
            }
        }
    }

    /** Creates a file, and returns its name; if that fails there is none, as far as that could be done. */
    String create(ByteBuffer bytes) throws IOException {
        lastNumber++;
        String name = String.format(Locale.ROOT, "%s-%016x", prefix, lastNumber);
        DiskFile file = disk.createUnforced(name);
        try (file) {
            file.write(0, bytes);
            return name;
        } catch (IOException e) {
            delete(name);
            throw e;
        }
    }

    void write(String name, long offset, ByteBuffer bytes) throws IOException {
        try (DiskFile file = disk.open(name)) {
            file.write(offset, bytes);
        }
    }

    /** Fills a buffer, and flips it. */
    void read(String name, long offset, ByteBuffer into) throws IOException {
        try (DiskFile file = disk.open(name)) {
            int count = file.read(offset, into);
            if (into.hasRemaining()) {
                throw new EOFException(name + " has " + count + " bytes at offset " + offset + ", and " + into.limit()
                        + " were written there");
            }
            into.flip();
        }
    }

    /**
     * Deletes a file that holds nothing any more. It never fails: what is left takes room and does no harm, and what is due
     * must not wait for it. The next call tries again, and so does whoever deletes all of them at the end.
     */
    void delete(String name) {
        undeleted.add(name);
        undeleted.removeIf(this::isDeleted);
    }

    private boolean isDeleted(String name) {
        try {
            disk.delete(name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void deleteAll() throws IOException {
        delete(disk, Pattern.compile(Pattern.quote(prefix) + "-[0-9a-f]{16}"));
    }
}
