package dev.scalekit.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks all nodes what they are, each by a thread of its own, so that one that hangs delays no other: calmly while all is well,
 * hurriedly while something is wrong, and calmly again if it has been wrong for long. Thread-safe.
 */
final class Monitor implements AutoCloseable {
    private final String name;
    private final Cluster cluster;
    private final Pace pace;
    private final Ticker ticker;
    private final Repeating watch;
    private final Hurry hurry;

    private final ReentrantLock lock = new ReentrantLock();
    // Changed with the lock.
    private final List<Asker> askers = new CopyOnWriteArrayList<>();
    // Both guarded by lock.
    private final List<Repeating> leaving = new ArrayList<>();
    private boolean started;
    private boolean closed;

    /** @param name what the names of the threads begin with */
    Monitor(String name, List<NodeProbe> probes, Cluster cluster, Pace pace, Ticker ticker) {
        this.name = name;
        this.cluster = cluster;
        this.pace = pace;
        this.ticker = ticker;
        this.hurry = new Hurry(pace, ticker.nanos());
        this.watch = new Repeating(name + "-watch", pace.shortest(), this::watch);
        probes.forEach(probe -> askers.add(asker(probe)));
    }

    private Asker asker(NodeProbe probe) {
        return new Asker(name + "-probe-" + probe.node(), probe, pace.shortest(), this::ask);
    }

    void start() {
        lock.lock();
        try {
            started = true;
            askers.forEach(Asker::start);
            watch.start();
        } finally {
            lock.unlock();
        }
    }

    /** Has another node asked; not if this is closed. */
    void add(NodeProbe probe) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Asker asker = asker(probe);
            askers.add(asker);
            if (started) {
                asker.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has a node not asked any more, if it is; does not wait for a question that is under way. */
    void remove(String node) {
        List<Asker> gone;
        lock.lock();
        try {
            gone = askers.stream().filter(asker -> asker.node().equals(node)).toList();
            askers.removeAll(gone);
        } finally {
            lock.unlock();
        }
        List<Repeating> ending = gone.stream().map(Asker::stop).toList();
        lock.lock();
        try {
            leaving.removeIf(Repeating::hasEnded);
            leaving.addAll(ending);
        } finally {
            lock.unlock();
        }
    }

    private long ask(NodeProbe probe) {
        NodeStanding before = standing(probe.node());
        if (!probe.ask() && before != NodeStanding.DOWN) {
            // Of a node that has been down for long nobody learns more by hurrying.
            alarm();
        }
        long now = ticker.nanos();
        return hurry.interval(cluster.view().primary() != null, probe.silentNanos(now), now)
                .toNanos();
    }

    private NodeStanding standing(String node) {
        return cluster.view().of(node).standing();
    }

    /** Lets old answers expire, and breaks off questions that nobody answers. */
    private long watch() {
        long now = ticker.nanos();
        askers.forEach(asker -> asker.watch(now));
        cluster.expire(now);
        if (cluster.view().primary() != null) {
            hurry.primaryIsThere(now);
        }
        return pace.inPanic().toNanos();
    }

    /** Somebody has met a failure: all nodes are asked now, and hurriedly for a while. */
    void alarm() {
        if (hurry.alarm(ticker.nanos())) {
            askers.forEach(Asker::wake);
            watch.wake();
        }
    }

    /**
     * Somebody waits for a sample: all nodes that answer are asked after this call, and within {@link Pace#shortest()}, as long as
     * the question before does not take longer. Costs next to nothing if they are about to be asked anyway.
     */
    void sampleSoon() {
        View view = cluster.view();
        for (Asker asker : askers) {
            if (view.of(asker.node()).standing() != NodeStanding.DOWN) {
                asker.wake();
            }
        }
    }

    /** Ends the threads and their connections, and waits for them, ten seconds at most. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        watch.stop();
        List<Repeating> threads = new ArrayList<>(List.of(watch));
        askers.forEach(asker -> threads.add(asker.stop()));
        lock.lock();
        try {
            threads.addAll(leaving);
        } finally {
            lock.unlock();
        }
        Repeating.close(threads);
    }
}
