package dev.scalekit.examples.demo;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * The queues of page views of all web servers, as if they were one. Thread-safe, but for one who adds and removes at a time.
 *
 * <p>Of a server that does not answer, what it said last is taken: what is in its files stays there.
 */
final class ViewQueues implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConcurrentMap<String, QueueGauge> gauges = new ConcurrentHashMap<>();
    /** What the queues of servers that went for good have done. */
    private final AtomicLong acknowledgedBefore = new AtomicLong();

    private final AtomicLong statementsBefore = new AtomicLong();
    private final Map<String, Long> sentBefore = new ConcurrentHashMap<>();

    /** Begins to ask a web server, which need not run yet. */
    void add(WebServer server) {
        QueueGauge gauge = new QueueGauge(server.address());
        QueueGauge before = gauges.put(server.id(), gauge);
        if (before != null) {
            // Its server did not start.
            before.close();
        }
        gauge.start();
    }

    /** Waits until a queue that gets nothing any more is empty, and asks no more. */
    void empty(WebServer server) {
        QueueGauge gauge = gauges.get(server.id());
        if (gauge != null) {
            Await.until(
                    "the queue of " + server.label() + " to be empty",
                    PATIENCE,
                    () -> gauge.look().filter(state -> state.depth() == 0).isPresent());
            gauge.close();
            acknowledgedBefore.addAndGet(gauge.acknowledged());
            statementsBefore.addAndGet(gauge.statements());
            sentBefore.merge(server.id(), gauge.sent(), Long::sum);
            gauges.remove(server.id());
        }
    }

    /** Asks all of them now; returns whether all have answered. */
    boolean look() {
        return gauges().stream().filter(gauge -> gauge.look().isPresent()).count() == gauges.size();
    }

    /** Has the workers get no more views, or go on; returns whether all of them do. */
    boolean pause(boolean paused) {
        return gauges().stream().filter(gauge -> gauge.pause(paused)).count() == gauges.size();
    }

    /** Returns whether all have answered when they were last asked. */
    boolean answer() {
        return gauges().stream().allMatch(QueueGauge::answers);
    }

    /** Returns whether the workers get nothing, in one web server at least. */
    boolean arePaused() {
        return gauges().stream().anyMatch(gauge -> gauge.last().paused());
    }

    /** Returns how many views wait. */
    long depth() {
        return sum(gauge -> gauge.last().depth());
    }

    /** Returns how large all files are. */
    long bytes() {
        return sum(gauge -> gauge.last().bytes());
    }

    /** Returns how many views were put into the queue of a web server. */
    long sent(String server) {
        QueueGauge gauge = gauges.get(server);
        return sentBefore.getOrDefault(server, 0L) + (gauge == null ? 0 : gauge.sent());
    }

    /** Returns how many views were counted and taken out. */
    long acknowledged() {
        return acknowledgedBefore.get() + sum(QueueGauge::acknowledged);
    }

    /** Returns how often views were counted, many together. */
    long statements() {
        return statementsBefore.get() + sum(QueueGauge::statements);
    }

    private Collection<QueueGauge> gauges() {
        return gauges.values();
    }

    private long sum(ToLongFunction<QueueGauge> figure) {
        return gauges().stream().mapToLong(figure).sum();
    }

    @Override
    public void close() {
        gauges().forEach(QueueGauge::close);
    }
}
