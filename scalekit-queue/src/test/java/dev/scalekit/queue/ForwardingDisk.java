package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** A disk that leaves all to another one; what differs is overridden. Not thread-safe. */
class ForwardingDisk implements Disk {
    private final Disk disk;

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    /** Returns what stands for a file that was created or opened. */
    DiskFile file(DiskFile file, String name) {
        return file;
    }

    @Override
    public Set<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return file(disk.create(name), name);
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        return file(disk.createUnforced(name), name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return file(disk.open(name), name);
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

    /** A file that leaves all to another one. */
    static class ForwardingFile implements DiskFile {
        private final DiskFile file;

        ForwardingFile(DiskFile file) {
            this.file = file;
        }

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
