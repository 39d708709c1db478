package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.CacheState;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks a web server again and again what its cache of products has done, and adds up what the processes that it was have
 * done. Thread-safe.
 *
 * <p>What a process did after it was last asked, and before it was killed, is not in the sums.
 */
final class CacheGauge implements AutoCloseable {
    static final String SOURCE = "told by the web servers, asked 5 times a second";
    static final CacheState NOTHING = new CacheState(0, 0, 0, 0, 0);

    private static final long PERIOD_MILLIS = 200;

    private final Console<CacheState> cache;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::ask, "scalekit-demo-cache-gauge");
    /** Guarded by this, as all below: the last answer, and the sums of the processes before the one that gave it. */
    private CacheState last = NOTHING;

    private CacheState before = NOTHING;
    private long latestMillis;
    private boolean answers;

    /** @param server the address of the web server */
    CacheGauge(URI server) {
        this.cache = new Console<>(server.resolve("/cache"), CacheState.class);
    }

    void start() {
        thread.start();
    }

    private void ask() {
        try {
            while (!closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks it now. */
    void look() {
        cache.get().ifPresentOrElse(this::took, this::silent);
    }

    private synchronized void took(CacheState state) {
        if (state.process() != last.process()) {
            before = sum(before, last);
        }
        last = state;
        latestMillis = Math.max(latestMillis, state.latestMillis());
        answers = true;
    }

    private synchronized void silent() {
        answers = false;
    }

    /** Adds what can be added; the rest is as the second says. */
    static CacheState sum(CacheState one, CacheState other) {
        return new CacheState(
                other.process(),
                one.reads() + other.reads(),
                one.queries() + other.queries(),
                one.stale() + other.stale(),
                other.latestMillis());
    }

    /** Returns whether the server has answered when it was last asked. */
    synchronized boolean answers() {
        return answers;
    }

    /** Returns what all processes have done together. */
    synchronized CacheState total() {
        return sum(before, last);
    }

    /** Returns for how long the time of something was over at most that was served since this was called the last time. */
    synchronized long latestMillis() {
        long latest = latestMillis;
        latestMillis = 0;
        return latest;
    }

    @Override
    public void close() {
        closing.countDown();
        Closing.join(thread);
    }
}
