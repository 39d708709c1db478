package dev.scalekit.cache;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of a cache's own, for loads that nobody waits for, or not for ever. Not instantiable. */
final class Workers {
    /** What hangs in a loader takes one; with all of them taken callers load for themselves, and nothing is refreshed. */
    static final int MOST = 64;

    private static final int IDLE_SECONDS = 10;

    private Workers() {}

    /** Returns an executor that has no threads until there is something to do, and refuses what none is free for. */
    static ExecutorService of(String cache) {
        AtomicInteger count = new AtomicInteger();
        return new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread worker = new Thread(task, "scalekit-cache-" + cache + "-" + count.incrementAndGet());
            worker.setDaemon(true);
            return worker;
        });
    }
}
