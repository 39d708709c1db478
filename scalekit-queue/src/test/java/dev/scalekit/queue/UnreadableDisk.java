package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk with a file of which only the first 4 KiB can be read. Not thread-safe. */
final class UnreadableDisk extends ForwardingDisk {
    private final String unreadable;

    UnreadableDisk(Disk disk, String unreadable) {
        super(disk);
        this.unreadable = unreadable;
    }

    @Override
    DiskFile file(DiskFile file, String name) {
        return name.equals(unreadable) ? new UnreadableFile(file) : file;
    }

    private static final class UnreadableFile extends ForwardingFile {
        UnreadableFile(DiskFile file) {
            super(file);
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            if (offset + into.remaining() > 4_096) {
                throw new IOException("Input/output error");
            }
            return super.read(offset, into);
        }
    }
}
