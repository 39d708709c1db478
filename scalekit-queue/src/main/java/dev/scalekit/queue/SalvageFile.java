package dev.scalekit.queue;

import dev.scalekit.queue.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeSet;

/** A file that is read as far as the medium gives it, with zeros for the rest, and never changed. Not thread-safe. */
final class SalvageFile implements DiskFile {
    /** What a medium reads at once: if it fails, this much is gone. */
    private static final int PIECE = 4_096;

    private final DiskFile file;
    /** The pieces that could not be read, by where they begin. */
    private final TreeSet<Long> unreadable = new TreeSet<>();

    SalvageFile(DiskFile file) {
        this.file = file;
    }

    /** Returns whether the medium refused to give the byte at an offset. */
    boolean isUnreadable(long offset) {
        return unreadable.contains(offset / PIECE * PIECE);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
        int before = into.position();
        try {
            return file.read(offset, into);
        } catch (IOException e) {
            into.position(before);
            return readPieces(offset, into);
        }
    }

    private int readPieces(long offset, ByteBuffer into) throws IOException {
        long wanted = Math.min(into.remaining(), Math.max(0, size() - offset));
        long at = offset;
        while (at < offset + wanted) {
            long end = Math.min(offset + wanted, (at / PIECE + 1) * PIECE);
            ByteBuffer piece = ByteBuffer.allocate((int) (end - at));
            try {
                file.read(at, piece);
            } catch (IOException e) {
                piece = ByteBuffer.allocate((int) (end - at));
                unreadable.add(at / PIECE * PIECE);
            }
            into.put(piece.clear());
            at = end;
        }
        return (int) wanted;
    }

    @Override
    public void write(long offset, ByteBuffer bytes) {
        throw new UnsupportedOperationException("A damaged queue is not changed");
    }

    @Override
    public void force(boolean size) {
        throw new UnsupportedOperationException("A damaged queue is not changed");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
