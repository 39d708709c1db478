package dev.scalekit.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;

/** One message in, one out: sends one, takes the oldest, has it checked, and waits for the send. Not thread-safe. */
record MessageLife(MessageBroker.Worker worker, Records records, Received received) implements Operation {
    /** Far more than a message takes that is there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public void run() throws Exception {
        Future<?> sent = worker.send(records.next());
        if (!worker.receive(PATIENCE, received::add)) {
            throw new IllegalStateException("no message within " + PATIENCE.toSeconds() + " s");
        }
        sent.get();
    }

    @Override
    public void close() throws IOException {
        worker.close();
    }
}
