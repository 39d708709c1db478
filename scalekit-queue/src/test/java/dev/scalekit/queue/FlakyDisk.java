package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A disk on which any operation fails now and then, and of a write that fails the first half is there. Not thread-safe.
 *
 * @param disk keeps the files
 * @param random decides which
 * @param oneOf how many operations there are to one that fails
 */
record FlakyDisk(Disk disk, RandomGenerator random, int oneOf) implements Disk {
    private boolean fails() {
        return random.nextInt(oneOf) == 0;
    }

    private void step() throws IOException {
        if (fails()) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public Set<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        step();
        return new FlakyFile(disk.create(name));
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        step();
        return new FlakyFile(disk.createUnforced(name));
    }

    @Override
    public long usableSpace() throws IOException {
        return disk.usableSpace();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        step();
        return new FlakyFile(disk.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        step();
        disk.delete(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        step();
        disk.forceDirectory();
    }

    private final class FlakyFile implements DiskFile {
        private final DiskFile file;

        FlakyFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            if (fails()) {
                file.write(offset, bytes.slice(bytes.position(), bytes.remaining() / 2));
                throw new IOException("Input/output error");
            }
            file.write(offset, bytes);
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            step();
            return file.read(offset, into);
        }

        @Override
        public void force(boolean size) throws IOException {
            step();
            file.force(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
            step();
        }
    }
}
