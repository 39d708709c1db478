package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** A disk on which any operation fails now and then, and of a write that fails the first half is there. Not thread-safe. */
final class FlakyDisk extends ForwardingDisk {
    private final RandomGenerator random;
    private final int oneOf;

    /**
     * @param disk keeps the files
     * @param random decides which
     * @param oneOf how many operations there are to one that fails
     */
    FlakyDisk(Disk disk, RandomGenerator random, int oneOf) {
        super(disk);
        this.random = random;
        this.oneOf = oneOf;
    }

    private boolean fails() {
        return random.nextInt(oneOf) == 0;
    }

    private void step() throws IOException {
        if (fails()) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        step();
        return super.create(name);
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        step();
        return super.createUnforced(name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        step();
        return super.open(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        super.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        step();
        super.delete(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        step();
        super.forceDirectory();
    }

    @Override
    DiskFile file(DiskFile file, String name) {
        return new ForwardingFile(file) {
            @Override
            public void write(long offset, ByteBuffer bytes) throws IOException {
                if (fails()) {
                    super.write(offset, bytes.slice(bytes.position(), bytes.remaining() / 2));
                    throw new IOException("Input/output error");
                }
                super.write(offset, bytes);
            }

            @Override
            public int read(long offset, ByteBuffer into) throws IOException {
                step();
                return super.read(offset, into);
            }

            @Override
            public void force(boolean size) throws IOException {
                step();
                super.force(size);
            }

            @Override
            public void close() throws IOException {
                super.close();
                step();
            }
        };
    }
}
