package dev.scalekit.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.jspecify.annotations.Nullable;

/** What a message costs when its producer does not wait for it alone. At the end all are read back. Not thread-safe. */
@Compare(
        module = "queue",
        title = "Durable sends in a pipeline, 4096 messages of 256 bytes an operation",
        reference = "raw",
        threads = 1,
        libraries = {Journal.class},
        note =
                "One thread sends and is told later, with never more than 4096 messages of which it has not been told; an"
                        + " operation ends when its last message is under way, so that the pipeline does not run dry between two."
                        + " The limit is one write of 4096 messages and one force, in a file written with zeros beforehand.")
final class PipelinedSend implements Closeable {
    private static final int WINDOW = 4096;

    /** Far more than a pipeline takes to run dry. */
    private static final long PATIENCE_SECONDS = 30;

    private final Path folder;
    private final Received received = new Received();
    private final Semaphore window = new Semaphore(WINDOW);
    private @Nullable PipelinedLog log;

    PipelinedSend(Path folder) {
        this.folder = folder;
    }

    @Subject(name = "raw write and force", role = Role.LIMIT)
    Operation raw(int thread) throws IOException {
        return new RawAppend(folder.resolve("raw"), WINDOW);
    }

    @Subject(name = "ScaleKit FileQueue.sendAsync", role = Role.OURS)
    @Goal(speed = 0.5, of = "raw")
    Operation fileQueue(int thread) throws Exception {
        return pipeline(() -> new FileQueueLog(folder));
    }

    @Subject(name = "KahaDB journal with callback", role = Role.PEER, jvmArgs = KahaDbLog.DATASYNC)
    Operation kahaDb(int thread) throws Exception {
        return pipeline(() -> new KahaDbLog(folder));
    }

    private Operation pipeline(Callable<PipelinedLog> opening) throws Exception {
        PipelinedLog opened = opening.call();
        log = opened;
        Records records = received.expect();
        return () -> {
            for (int message = 0; message < WINDOW; message++) {
                takeTurns(1);
                opened.begin(records.next(), window::release);
            }
        };
    }

    private void takeTurns(int messages) {
        try {
            if (!window.tryAcquire(messages, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "some messages are not on the disk after " + PATIENCE_SECONDS + " s, see above for the reason");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while messages were under way", e);
        }
    }

    /** Waits until everything is on the disk, and reads it back. */
    @Override
    public void close() throws IOException {
        if (log == null) {
            return;
        }
        try (PipelinedLog done = log) {
            takeTurns(WINDOW);
            done.readInto(received);
            received.requireAll(0);
        }
    }
}
