package dev.scalekit.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least that a log can do: appends a batch of records, each behind its length, by one write, and forces it. The
 * file has its blocks already, written with zeros and forced; at its end it is written again from its beginning. Not
 * thread-safe.
 */
final class RawAppend implements Operation {
    private static final int SLOT = Long.BYTES + Records.BYTES;

    /** About 64 MiB. */
    private static final int SLOTS = 1 << 18;

    private final FileChannel file;
    private final ByteBuffer batch;
    private final int batches;
    private final Received received = new Received();
    private final Records records = received.expect();
    private long next;

    /** Makes the file. */
    RawAppend(Path path, int recordsInBatch) throws IOException {
        this.batch = ByteBuffer.allocateDirect(recordsInBatch * SLOT);
        this.batches = SLOTS / recordsInBatch;
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(SLOTS / 64 * SLOT);
        while (file.position() < (long) SLOTS * SLOT) {
            file.write(zeros.clear());
        }
        file.force(true);
    }

    @Override
    public void run() throws IOException {
        batch.clear();
        while (batch.hasRemaining()) {
            batch.putLong(Records.BYTES).put(records.next());
        }
        file.position(next++ % batches * batch.capacity());
        batch.flip();
        while (batch.hasRemaining()) {
            file.write(batch);
        }
        file.force(false);
    }

    /** Reads the file back: it has the newest records, up to as many as fit. */
    @Override
    public void close() throws IOException {
        try (file) {
            long kept = Math.min(next, batches);
            for (long i = 0; i < kept; i++) {
                read(i * batch.capacity());
            }
            received.requireAll((next - kept) * (batch.capacity() / SLOT));
        }
    }

    private void read(long position) throws IOException {
        batch.clear();
        if (file.read(batch, position) != batch.capacity()) {
            throw new IllegalStateException("the file ends before the batch at " + position);
        }
        batch.flip();
        while (batch.remaining() >= SLOT && batch.getLong() == Records.BYTES) {
            byte[] record = new byte[Records.BYTES];
            batch.get(record);
            received.add(record);
        }
    }
}
