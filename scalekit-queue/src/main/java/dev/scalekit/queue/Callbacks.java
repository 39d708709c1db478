package dev.scalekit.queue;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls what belongs to the user: what hangs on futures, and the listener. Thread-safe. */
final class Callbacks extends Actor {
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final int MOST_OFFERED = 100_000;

    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    /** Calls of the listener that wait. */
    private final AtomicInteger offered = new AtomicInteger();

    private volatile boolean finished;
    /** The thread that calls what is left at the end. */
    private volatile @Nullable Thread finishing;

    private final WarningLimit warnings = new WarningLimit(Ticker.system());

    Callbacks(String name) {
        super(name + "-callbacks");
    }

    /** Has the listener called soon, unless it is so slow that very much waits for it; false then. */
    boolean offer(Runnable callback) {
        if (offered.get() >= MOST_OFFERED) {
            return false;
        }
        offered.incrementAndGet();
        call(() -> {
            offered.decrementAndGet();
            callback.run();
        });
        return true;
    }

    /** Has something called soon; after the end at once, lest a future stays without an end. */
    void call(Runnable callback) {
        inbox.add(callback);
        wake();
        if (finished) {
            step();
        }
    }

    /** Calls what is left, once the thread has ended. */
    void finish() {
        finishing = Thread.currentThread();
        finished = true;
        step();
        finishing = null;
    }

    @Override
    boolean isCurrentThread() {
        return super.isCurrentThread() || finishing == Thread.currentThread();
    }

    /** What comes from now on is called at once. */
    @Override
    void crashed() {
        finish();
    }

    @Override
    long step() {
        for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
            try {
                next.run();
            } catch (Throwable e) {
                // Also an Error: it is not the queue's, which has to go on.
                warn(e);
            }
        }
        return Long.MAX_VALUE;
    }

    private void warn(Throwable e) {
        warnings.pass()
                .ifPresent(before -> LOG.warn(
                        "{}: a listener or a callback threw; the queue goes on (since the last warning {} others)",
                        this,
                        before,
                        e));
    }
}
