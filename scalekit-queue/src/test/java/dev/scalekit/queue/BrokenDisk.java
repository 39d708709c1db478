package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk of which reads, writes and forces end by an error that no disk should throw, from one of them on. */
final class BrokenDisk extends ForwardingDisk {
    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    BrokenDisk(Disk disk) {
        super(disk);
    }

    /** The error. */
    static final class Broken extends Error {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("planted");
        }
    }

    /** Lets so many operations pass, and no more. */
    void breakAfter(int operations) {
        left.set(operations);
    }

    boolean isBroken() {
        return left.get() == 0;
    }

    private void operate() {
        if (left.getAndUpdate(now -> now == Integer.MAX_VALUE ? now : Math.max(0, now - 1)) == 0) {
            throw new Broken();
        }
    }

    @Override
    DiskFile file(DiskFile file, String name) {
        return new ForwardingFile(file) {
            @Override
            public void write(long offset, ByteBuffer bytes) throws IOException {
                operate();
                super.write(offset, bytes);
            }

            @Override
            public int read(long offset, ByteBuffer into) throws IOException {
                operate();
                return super.read(offset, into);
            }

            @Override
            public void force(boolean size) throws IOException {
                operate();
                super.force(size);
            }
        };
    }
}
