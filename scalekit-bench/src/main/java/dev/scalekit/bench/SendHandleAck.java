package dev.scalekit.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;

/**
 * The whole life of a message. Each thread begins to send one, takes the oldest of a backlog, handles and acknowledges
 * it, and goes on when both the message and the acknowledgement are on the disk. At the end the queue is opened again
 * and emptied: every message must have come exactly once. Not thread-safe.
 */
@Compare(
        module = "queue",
        title = "Send, handle and acknowledge 256 bytes",
        reference = "raw",
        threads = 8,
        libraries = {EmbeddedActiveMQ.class},
        note =
                "Each thread begins to send a message, takes one of a backlog of 512, handles and acknowledges it, and goes"
                        + " on when the message and the acknowledgement are on the disk. The limit is one thread that writes a"
                        + " message for each thread at once and forces it, in a file written with zeros beforehand. Artemis is the"
                        + " whole broker, in the same JVM.")
final class SendHandleAck implements Closeable {
    /** For each thread: three times as many as a consumer of Artemis has at hand, so that none ever waits for a message. */
    private static final int BACKLOG = 64;

    private final Path folder;
    private final Received received = new Received();
    private @Nullable MessageBroker broker;

    SendHandleAck(Path folder) {
        this.folder = folder;
    }

    @Subject(name = "raw write and force", role = Role.LIMIT, isForAll = true)
    Operation raw(int threads) throws IOException {
        return new RawAppend(folder.resolve("raw"), threads);
    }

    @Subject(name = "ScaleKit FileQueue", role = Role.OURS)
    @Goal(speed = 5, of = "artemis")
    Operation fileQueue(int thread) throws Exception {
        return consumer(() -> new FileQueueBroker(folder));
    }

    @Subject(name = "embedded Artemis", role = Role.PEER)
    Operation artemis(int thread) throws Exception {
        return consumer(() -> new ArtemisBroker(folder, ArtemisLog.DEFAULT_TIMEOUT));
    }

    @Subject(name = "embedded Artemis, timer 0.5 ms", role = Role.PEER)
    Operation artemisTuned(int thread) throws Exception {
        return consumer(() -> new ArtemisBroker(folder, ArtemisLog.TUNED_TIMEOUT));
    }

    private Operation consumer(Callable<MessageBroker> opening) throws Exception {
        MessageBroker opened = broker == null ? opening.call() : broker;
        broker = opened;
        MessageBroker.Worker worker = opened.worker();
        Records records = received.expect();
        List<Future<?>> backlog = new ArrayList<>();
        for (int message = 0; message < BACKLOG; message++) {
            backlog.add(worker.send(records.next()));
        }
        for (Future<?> sent : backlog) {
            sent.get();
        }
        return new MessageLife(worker, records, received);
    }

    /** Opens the queue again, takes what is left, and checks that with it every message came exactly once. */
    @Override
    public void close() throws IOException {
        if (broker == null) {
            return;
        }
        try (MessageBroker opened = broker) {
            opened.restart();
            try (MessageBroker.Worker worker = opened.worker()) {
                boolean isEmpty = false;
                while (!isEmpty) {
                    isEmpty = !worker.receive(received.patience(), received::add);
                }
            }
            received.requireAll(0);
        }
    }
}
