package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of sorted entries that are taken one after the other, of which a few are in memory. Not thread-safe. */
final class DelayRun implements Comparable<DelayRun> {
    private static final int BUFFER = 4_096;
    private static final int CHUNK = 1 << 16;

    private final DelayFiles files;
    private final String file;
    private final int count;
    private ByteBuffer buffer;
    /** How many entries are behind the first one or are it. */
    private int taken = 1;

    private long firstDue;
    private long firstLocation;

    private DelayRun(DelayFiles files, String file, int count, ByteBuffer buffer) {
        this.files = files;
        this.file = file;
        this.count = count;
        this.buffer = buffer;
        this.firstDue = buffer.getLong();
        this.firstLocation = buffer.getLong();
    }

    /** Writes all entries of a heap, which stay in it. */
    static DelayRun of(DelayFiles files, DelayHeap heap) throws IOException {
        heap.sort();
        String file = files.create(chunk(heap, 0, CHUNK));
        try {
            for (int at = CHUNK / DelayFiles.ENTRY; at < heap.size(); at += CHUNK / DelayFiles.ENTRY) {
                files.write(file, (long) at * DelayFiles.ENTRY, chunk(heap, at, CHUNK));
            }
        } catch (IOException e) {
            files.delete(file);
            throw e;
        }
        return new DelayRun(files, file, heap.size(), chunk(heap, 0, BUFFER));
    }

    private static ByteBuffer chunk(DelayHeap heap, int from, int bytes) {
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(bytes, (heap.size() - from) * DelayFiles.ENTRY));
        heap.copy(from, chunk);
        return chunk.flip();
    }

    long firstDue() {
        return firstDue;
    }

    long firstLocation() {
        return firstLocation;
    }

    int inMemory() {
        return 1 + buffer.remaining() / DelayFiles.ENTRY;
    }

    /**
     * Removes the first entry.
     *
     * @return whether there is another one; if not, the file is gone
     * @throws IOException if what comes next cannot be read; the first entry stays then
     */
    boolean removeFirst() throws IOException {
        if (taken == count) {
            files.delete(file);
            return false;
        }
        if (!buffer.hasRemaining()) {
            ByteBuffer next = ByteBuffer.allocate(Math.min(BUFFER, (count - taken) * DelayFiles.ENTRY));
            files.read(file, (long) taken * DelayFiles.ENTRY, next);
            buffer = next;
        }
        firstDue = buffer.getLong();
        firstLocation = buffer.getLong();
        taken++;
        return true;
    }

    /** Tells the entries that were not removed. */
    void forEach(DelayBucket.Sink sink) throws IOException {
        sink.add(firstDue, firstLocation);
        ByteBuffer ahead = buffer.duplicate();
        int told = taken;
        while (told < count) {
            if (!ahead.hasRemaining()) {
                ahead = ByteBuffer.allocate(Math.min(CHUNK, (count - told) * DelayFiles.ENTRY));
                files.read(file, (long) told * DelayFiles.ENTRY, ahead);
            }
            sink.add(ahead.getLong(), ahead.getLong());
            told++;
        }
    }

    /** The one with the earlier first entry is before the other. */
    @Override
    public int compareTo(DelayRun other) {
        int byDue = Long.compare(firstDue, other.firstDue);
        return byDue != 0 ? byDue : Long.compare(firstLocation, other.firstLocation);
    }
}
