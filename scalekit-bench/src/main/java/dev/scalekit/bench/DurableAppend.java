package dev.scalekit.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The limit of a durable queue: appending a block and forcing it to the disk. Each thread has its own file. Immutable. */
@Compare(
        module = "queue",
        title = "4 KiB append and force",
        reference = "preallocated",
        threads = {1, 8},
        note = DurableAppend.NOTE)
@Compare(
        module = "queue",
        title = "4 KiB append and force",
        reference = "preallocated",
        threads = 1,
        perSecond = 250,
        note = DurableAppend.NOTE + " Latency counts from when an operation was due.")
final class DurableAppend {
    static final String NOTE = "Only the limit of a durable queue on this disk."
            + " FileChannel.write and force(false), each thread with its own file. Whether force reaches the"
            + " medium depends on the disk; a virtual disk may answer from a cache of its host.";

    private static final int BLOCK = 4096;

    /** A preallocated file is written again from its beginning: 16 MiB. */
    private static final int PREALLOCATED_BLOCKS = 4096;

    /** A growing file begins again here, so that a fast disk is not filled: 256 MiB. */
    private static final int MOST_GROWN_BLOCKS = 65536;

    private final Path folder;
    private final int mostGrownBlocks;

    DurableAppend(Path folder) {
        this(folder, MOST_GROWN_BLOCKS);
    }

    DurableAppend(Path folder, int mostGrownBlocks) {
        this.folder = folder;
        this.mostGrownBlocks = mostGrownBlocks;
    }

    /** Appends to a file that grows: each force must also write the new length and where the block lies. */
    @Subject(name = "growing file", role = Role.LIMIT)
    Operation growing(int thread) throws IOException {
        return new Append(open("growing-" + thread), mostGrownBlocks, true);
    }

    /** Appends to a file that has its length and its blocks already, written with zeros and forced. */
    @Subject(name = "preallocated file", role = Role.LIMIT)
    Operation preallocated(int thread) throws IOException {
        FileChannel file = open("preallocated-" + thread);
        for (int block = 0; block < PREALLOCATED_BLOCKS; block++) {
            writeFully(file, ByteBuffer.allocate(BLOCK), (long) block * BLOCK);
        }
        file.force(true);
        return new Append(file, PREALLOCATED_BLOCKS, false);
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    /** Appends one block after the other, each with its number all over it. Not thread-safe. */
    private static final class Append implements Operation {
        private final FileChannel file;
        private final int blocks;
        private final boolean isGrowing;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
        private long next;

        Append(FileChannel file, int blocks, boolean isGrowing) {
            this.file = file;
            this.blocks = blocks;
            this.isGrowing = isGrowing;
        }

        @Override
        public void run() throws IOException {
            if (next > 0 && next % blocks == 0 && isGrowing) {
                file.truncate(0);
            }
            fill(buffer, next);
            writeFully(file, buffer, next % blocks * BLOCK);
            file.force(false);
            next++;
        }

        @Override
        public void close() throws IOException {
            try (file) {
                for (long block = next - inFile(); block < next; block++) {
                    requireWritten(block);
                }
            }
        }

        /** How many of the newest blocks the file still has: one that grows lost the older ones when it began again. */
        private long inFile() {
            return isGrowing && next > 0 ? (next - 1) % blocks + 1 : Math.min(next, blocks);
        }

        private void requireWritten(long block) throws IOException {
            ByteBuffer expected = ByteBuffer.allocate(BLOCK);
            fill(expected, block);
            ByteBuffer found = ByteBuffer.allocate(BLOCK);
            int read = file.read(found, block % blocks * BLOCK);
            found.flip();
            if (read != BLOCK || !found.equals(expected)) {
                throw new IllegalStateException("block " + block + " was not written");
            }
        }

        private static void fill(ByteBuffer buffer, long number) {
            buffer.clear();
            while (buffer.hasRemaining()) {
                buffer.putLong(number);
            }
            buffer.flip();
        }
    }
}
