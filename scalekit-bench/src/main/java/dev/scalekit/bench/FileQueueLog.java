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

    /** Opens it again and takes everything out of it. */
    @Override
    public void readInto(Received received) throws IOException {
        queue.close();
        queue = open(folder);
        try {
            CompletableFuture<?> acknowledged = CompletableFuture.completedFuture(null);
            for (Optional<Delivery<byte[]>> next = queue.receive(received.patience());
                    next.isPresent();
                    next = queue.receive(received.patience())) {
                received.add(next.get().body());
                acknowledged = next.get().ackAsync();
            }
            acknowledged.join();
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
