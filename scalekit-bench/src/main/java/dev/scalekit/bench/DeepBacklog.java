package dev.scalekit.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What a message costs while very many others wait before it, in a heap that could not hold a tenth of them. At the end the
 * queue is opened again, and must have as many messages as were sent and not taken. Not thread-safe.
 */
@Compare(
        module = "queue",
        title = "Send, handle and acknowledge 256 bytes behind a backlog, in a heap of 256 MiB",
        reference = "shallow",
        threads = 8,
        note = "Each thread begins to send a message, takes the oldest of the backlog, handles and acknowledges it, and"
                + " goes on when the message and the acknowledgement are on the disk.")
final class DeepBacklog implements Closeable {
    private static final int SHALLOW = 512;
    private static final int DEEP = 10_000_000;

    /** The most messages of the backlog that are under way at once. */
    private static final int WINDOW = 4096;

    private final Path folder;
    private final Received received = new Received();
    private @Nullable FileQueueBroker broker;

    DeepBacklog(Path folder) {
        this.folder = folder;
    }

    @Subject(
            name = "512 messages wait",
            role = Role.OURS,
            jvmArgs = {"-Xms256m", "-Xmx256m"})
    Operation shallow(int thread) throws Exception {
        return consumer(SHALLOW);
    }

    @Subject(
            name = "10 million messages wait",
            role = Role.OURS,
            jvmArgs = {"-Xms256m", "-Xmx256m"})
    @Goal(speed = 0.7, of = "shallow")
    Operation deep(int thread) throws Exception {
        return consumer(DEEP);
    }

    private Operation consumer(int backlog) throws Exception {
        FileQueueBroker opened = broker;
        if (opened == null) {
            opened = new FileQueueBroker(folder);
            broker = opened;
            fill(opened, backlog);
        }
        return new MessageLife(opened.worker(), received.expect(), received);
    }

    private void fill(FileQueueBroker opened, int backlog) throws Exception {
        Records records = received.expect();
        Semaphore window = new Semaphore(WINDOW);
        try (MessageBroker.Worker worker = opened.worker()) {
            for (int message = 0; message < backlog; message++) {
                window.acquire();
                var unused = worker.send(records.next()).thenRun(window::release);
            }
        }
        window.acquire(WINDOW);
    }

    @Override
    public void close() throws IOException {
        if (broker == null) {
            return;
        }
        try (FileQueueBroker opened = broker) {
            opened.restart();
            received.requireAll(opened.waiting());
        }
    }
}
