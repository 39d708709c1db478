package dev.scalekit.queue;

import java.time.Duration;
import java.util.List;

/** What the queue of a contract is built with; each back end turns it into calls of its own builder. Not thread-safe. */
final class QueueSpec {
    List<String> groups = List.of();
    List<String> dropped = List.of();
    Duration lease = Duration.ofSeconds(30);
    int maximumAttempts = 5;
    Retry retry = Retry.fixed(Duration.ofSeconds(1));
    int maximumDeadLetters = 1_000;
    int maximumMessages = 1_000_000;
    Duration deduplicationWindow = Duration.ofMinutes(5);
    QueueListener listener = new QueueListener() {};
    boolean runs;

    static QueueSpec standard() {
        return new QueueSpec();
    }

    QueueSpec groups(String... names) {
        groups = List.of(names);
        return this;
    }

    QueueSpec drop(String... names) {
        dropped = List.of(names);
        return this;
    }

    QueueSpec lease(Duration next) {
        lease = next;
        return this;
    }

    QueueSpec maximumAttempts(int next) {
        maximumAttempts = next;
        return this;
    }

    QueueSpec retry(Retry next) {
        retry = next;
        return this;
    }

    QueueSpec maximumDeadLetters(int next) {
        maximumDeadLetters = next;
        return this;
    }

    QueueSpec maximumMessages(int next) {
        maximumMessages = next;
        return this;
    }

    QueueSpec deduplicationWindow(Duration next) {
        deduplicationWindow = next;
        return this;
    }

    QueueSpec listener(QueueListener next) {
        listener = next;
        return this;
    }

    /** Has time pass by itself, for tests of what many threads do at once. */
    QueueSpec timeRuns() {
        runs = true;
        return this;
    }
}
