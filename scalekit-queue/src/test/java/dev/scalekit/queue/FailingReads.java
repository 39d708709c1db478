package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk of which some files cannot be opened or read, one time after the other. Not thread-safe. */
final class FailingReads extends ForwardingDisk {
    private int first;
    private int last;
    private int reads;
    private int open;

    FailingReads(Disk disk) {
        super(disk);
    }

    /** Has so many fail, counting what opens or reads from now on, from 1. */
    void fail(int from, int times) {
        first = from;
        last = from + times - 1;
        reads = 0;
    }

    /** Returns how many there were since then. */
    int reads() {
        return reads;
    }

    /** Returns how many files are open. */
    int open() {
        return open;
    }

    private void step() throws IOException {
        reads++;
        if (reads >= first && reads <= last) {
            throw new IOException("Input/output error");
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        step();
        return super.open(name);
    }

    @Override
    DiskFile file(DiskFile file, String name) {
        open++;
        return new ForwardingFile(file) {
            @Override
            public int read(long offset, ByteBuffer into) throws IOException {
                step();
                return super.read(offset, into);
            }

            @Override
            public void close() throws IOException {
                open--;
                super.close();
            }
        };
    }
}
