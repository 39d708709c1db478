package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** A disk with a file of which only the first 4 KiB can be read. Not thread-safe. */
final class UnreadableDisk implements Disk {
    private final Disk disk;
    private final String unreadable;

    UnreadableDisk(Disk disk, String unreadable) {
        this.disk = disk;
        this.unreadable = unreadable;
    }

    @Override
    public Set<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return disk.create(name);
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        return disk.createUnforced(name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return name.equals(unreadable) ? new UnreadableFile(disk.open(name)) : disk.open(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        disk.forceDirectory();
    }

    @Override
    public long usableSpace() throws IOException {
        return disk.usableSpace();
    }

    private record UnreadableFile(DiskFile file) implements DiskFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            file.write(offset, bytes);
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            if (offset + into.remaining() > 4_096) {
                throw new IOException("Input/output error");
            }
            return file.read(offset, into);
        }

        @Override
        public void force(boolean size) throws IOException {
            file.force(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
