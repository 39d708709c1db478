package dev.scalekit.cache;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of a cache's own, for loads that nobody waits for, or not for ever. Not instantiable. */
final class Workers {
    /** What hangs in a loader takes one. */
    static final int MOST = 64;

    /** What comes while all have something to do waits, with those who want it, whose time-outs run. */
    private static final int MOST_WAITING = 10_000;

    private static final int IDLE_SECONDS = 10;

    private Workers() {}

    /** Returns an executor that has no threads until there is something to do. */
    static ExecutorService of(String cache) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread worker = new Thread(task, "scalekit-cache-" + cache + "-" + count.incrementAndGet());
                    worker.setDaemon(true);
                    return worker;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
