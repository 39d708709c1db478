package dev.scalekit.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks all nodes what they are, each by a thread of its own, so that one that hangs delays no other: calmly while all is well,
 * and hurriedly while something is wrong. Thread-safe.
 */
final class Monitor implements AutoCloseable {
    /** For how long a failure that somebody has met is a reason to hurry. */
    private static final long ALARM = Duration.ofSeconds(2).toNanos();

    private final Cluster cluster;
    private final Pace pace;
    private final Ticker ticker;
    private final List<NodeProbe> probes;
    private final List<Repeating> threads = new ArrayList<>();
    private volatile long alarmedNanos;

    /** @param name what the names of the threads begin with */
    Monitor(String name, List<NodeProbe> probes, Cluster cluster, Pace pace, Ticker ticker) {
        this.cluster = cluster;
        this.pace = pace;
        this.ticker = ticker;
        this.probes = List.copyOf(probes);
        this.alarmedNanos = ticker.nanos() - ALARM;
        probes.forEach(probe ->
                threads.add(new Repeating(name + "-probe-" + probe.node(), pace.shortest(), () -> ask(probe))));
        threads.add(new Repeating(name + "-watch", pace.shortest(), this::watch));
    }

    void start() {
        threads.forEach(Repeating::start);
    }

    private long ask(NodeProbe probe) {
        NodeStanding before = standing(probe);
        if (!probe.ask() && before != NodeStanding.DOWN) {
            // Of a node that has been down for long nobody learns more by hurrying.
            alarm();
        }
        return interval().toNanos();
    }

    private NodeStanding standing(NodeProbe probe) {
        return cluster.topology().node(probe.node()).standing();
    }

    private Duration interval() {
        boolean isAlarmed = ticker.nanos() - alarmedNanos < ALARM;
        return isAlarmed || cluster.topology().primary().isEmpty() ? pace.inPanic() : pace.every();
    }

    /** Lets old answers expire, and breaks off questions that nobody answers. */
    private long watch() {
        long now = ticker.nanos();
        probes.forEach(probe -> probe.breakOffIfLate(now));
        cluster.expire(now);
        return pace.inPanic().toNanos();
    }

    /** Somebody has met a failure: all nodes are asked now, and hurriedly for a while. */
    void alarm() {
        alarmedNanos = ticker.nanos();
        wake();
    }

    private void wake() {
        threads.forEach(Repeating::wake);
    }

    /** Ends the threads and their connections, and waits for them. */
    @Override
    public void close() {
        threads.forEach(Repeating::stop);
        probes.forEach(NodeProbe::close);
        threads.forEach(Repeating::close);
    }
}
