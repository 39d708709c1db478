package dev.scalekit.routing;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one node asked again and again, by a thread of its own. A thread that does not return from what it is at, a
 * {@code getConnection} that waits for ever for example, is left behind, and another one goes on; one at most is left behind at
 * a time, and what it brings when it returns is closed and ignored. Thread-safe.
 */
final class Asker {
    private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

    private final String thread;
    private final Duration shortest;
    private final ToLongFunction<NodeProbe> ask;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean started;
    private boolean stopped;
    private @Nullable Repeating leftBehind;
    private volatile NodeProbe probe;
    private volatile Repeating asking;

    /**
     * @param thread the name of the thread
     * @param ask asks once, and returns in how many nanoseconds to ask again
     */
    Asker(String thread, NodeProbe probe, Duration shortest, ToLongFunction<NodeProbe> ask) {
        this.thread = thread;
        this.shortest = shortest;
        this.ask = ask;
        this.probe = probe;
        this.asking = asking(probe);
    }

    private Repeating asking(NodeProbe by) {
        return new Repeating(thread, shortest, () -> ask.applyAsLong(by));
    }

    String node() {
        return probe.node();
    }

    void start() {
        lock.lock();
        try {
            if (!started && !stopped) {
                started = true;
                asking.start();
            }
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        asking.wake();
    }

    /** Breaks off what takes too long. Called by one thread at a time. */
    void watch(long nowNanos) {
        NodeProbe watched = probe;
        watched.breakOffIfLate(nowNanos);
        if (watched.isStuck(nowNanos)) {
            replace();
        }
    }

    private void replace() {
        NodeProbe left;
        lock.lock();
        try {
            if (stopped || (leftBehind != null && !leftBehind.hasEnded())) {
                return;
            }
            LOG.warn("{} does not return, and is left behind; another one asks", asking);
            left = probe;
            leftBehind = asking;
            leftBehind.abandon();
            probe = left.another();
            asking = asking(probe);
            asking.start();
        } finally {
            lock.unlock();
        }
        // Without the lock: it ends a connection, and who knows how long that takes.
        left.close();
    }

    /** Has it end soon, and its connection with it; returns what can be waited for. */
    Repeating stop() {
        NodeProbe last;
        Repeating ending;
        lock.lock();
        try {
            stopped = true;
            last = probe;
            ending = asking;
            ending.stop();
        } finally {
            lock.unlock();
        }
        last.close();
        return ending;
    }
}
