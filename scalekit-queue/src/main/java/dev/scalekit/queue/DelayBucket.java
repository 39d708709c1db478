package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a span of time, in the order in which they were added: a file, and what is not written to it yet. Not
 * thread-safe.
 */
final class DelayBucket {
    private static final int BUFFER = 4_096;
    private static final int CHUNK = 1 << 16;

    private final DelayFiles files;
    private final long start;
    private final long width;
    private @Nullable String file;
    private @Nullable ByteBuffer buffer;
    private long written;
    private long moved;

    /**
     * Makes one without entries.
     *
     * @param start the first millisecond of its span
     * @param width how many milliseconds the span has
     */
    DelayBucket(DelayFiles files, long start, long width) {
        this.files = files;
        this.start = start;
        this.width = width;
    }

    /** Takes an entry. */
    @FunctionalInterface
    interface Sink {
        /** Takes an entry, or throws and does not take it. */
        void add(long dueMillis, long location) throws IOException;
    }

    long start() {
        return start;
    }

    long width() {
        return width;
    }

    boolean isBuffered() {
        return buffer != null;
    }

    /** Returns how many entries are in memory. */
    int inMemory() {
        return buffer == null ? 0 : buffer.position() / DelayFiles.ENTRY;
    }

    /**
     * Adds an entry.
     *
     * @throws IOException if the buffer is full and could not be written; the entry is not added then
     */
    void add(long dueMillis, long location) throws IOException {
        ByteBuffer entries = buffer;
        if (entries == null) {
            entries = ByteBuffer.allocate(BUFFER);
            buffer = entries;
        } else if (!entries.hasRemaining()) {
            write(entries);
        }
        entries.putLong(dueMillis).putLong(location);
    }

    /** Writes what is in memory, and gives the memory back. */
    void flush() throws IOException {
        if (buffer != null) {
            write(buffer);
            buffer = null;
        }
    }

    private void write(ByteBuffer entries) throws IOException {
        ByteBuffer bytes = entries.duplicate().flip();
        int count = bytes.remaining() / DelayFiles.ENTRY;
        if (file == null) {
            file = files.create(bytes);
        } else {
            files.write(file, written * DelayFiles.ENTRY, bytes);
        }
        written += count;
        entries.clear();
    }

    /** Tells all entries that were not moved. */
    void forEach(Sink sink) throws IOException {
        long next = moved;
        while (file != null && next < written) {
            long left = (written - next) * DelayFiles.ENTRY;
            ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, left));
            files.read(file, next * DelayFiles.ENTRY, chunk);
            while (chunk.hasRemaining()) {
                sink.add(chunk.getLong(), chunk.getLong());
                next++;
            }
        }
        for (; buffer != null && next < written + inMemory(); next++) {
            int at = (int) (next - written) * DelayFiles.ENTRY;
            sink.add(buffer.getLong(at), buffer.getLong(at + Long.BYTES));
        }
    }

    /**
     * Moves all entries to a sink, which must not add to this bucket, and deletes the file.
     *
     * @throws IOException if that failed on the way; the next call goes on from there
     */
    void moveTo(Sink sink) throws IOException {
        forEach((dueMillis, location) -> {
            sink.add(dueMillis, location);
            moved++;
        });
        if (file != null) {
            files.delete(file);
        }
    }
}
