package dev.scalekit.bench;

import dev.scalekit.queue.Delivery;
import dev.scalekit.queue.FileQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** ScaleKit's queue as its builder makes it, each message acknowledged on its own. Thread-safe. */
final class FileQueueBroker implements MessageBroker {
    private final Path folder;
    private FileQueue<byte[]> queue;

    FileQueueBroker(Path folder) {
        this.folder = folder;
        this.queue = FileQueueLog.open(folder);
    }

    @Override
    public Worker worker() {
        return new QueueWorker(queue);
    }

    @Override
    public void restart() {
        queue.close();
        queue = FileQueueLog.open(folder);
    }

    /** How many messages are there that nobody has acknowledged. */
    long waiting() {
        return queue.stats().group("default").depth();
    }

    @Override
    public void close() {
        queue.close();
    }

    private record QueueWorker(FileQueue<byte[]> queue) implements Worker {
        @Override
        public CompletableFuture<?> send(byte[] record) {
            return queue.sendAsync(record);
        }

        @Override
        public boolean receive(Duration patience, Consumer<byte[]> handler) throws IOException {
            try {
                Optional<Delivery<byte[]>> delivery = queue.receive(patience);
                delivery.ifPresent(taken -> {
                    handler.accept(taken.body());
                    taken.ack();
                });
                return delivery.isPresent();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for a message", e);
            }
        }

        @Override
        public void close() {}
    }
}
