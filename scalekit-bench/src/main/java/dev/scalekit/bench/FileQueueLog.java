package dev.scalekit.bench;

import dev.scalekit.queue.Delivery;
import dev.scalekit.queue.FileQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** ScaleKit's queue as its builder makes it. Thread-safe. */
final class FileQueueLog implements PipelinedLog {
    private static final int MOST_TAKEN = 500_000;

    private final Path folder;
    private FileQueue<byte[]> queue;

    FileQueueLog(Path folder) {
        this.folder = folder;
        this.queue = open(folder);
    }

    /** Opens the queue in a folder with all defaults. */
    static FileQueue<byte[]> open(Path folder) {
        return FileQueue.<byte[]>builder(folder.resolve("queue"), Function.identity(), Function.identity())
                .build();
    }

    @Override
    public Appender appender() {
        return record -> queue.send(record);
    }

    @Override
    public void begin(byte[] record, Runnable durable) throws IOException {
        if (queue.sendAsync(record).thenRun(durable).isCompletedExceptionally()) {
            throw new IOException("the queue does not take the record");
        }
    }

    /** Opens it again and takes out of it as much as takes a few seconds; the rest it must at least have. */
    @Override
    public void readInto(Received received) throws IOException {
        queue.close();
        queue = open(folder);
        try {
            CompletableFuture<?> acknowledged = CompletableFuture.completedFuture(null);
            Optional<Delivery<byte[]>> next = queue.receive(received.patience());
            for (int taken = 0; next.isPresent() && taken < MOST_TAKEN; taken++) {
                received.add(next.get().body());
                acknowledged = next.get().ackAsync();
                next = queue.receive(received.patience());
            }
            acknowledged.join();
            received.left(queue.stats().group("default").depth());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the queue was read", e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
