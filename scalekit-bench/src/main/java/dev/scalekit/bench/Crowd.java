package dev.scalekit.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many callers that ask at once for a key that nobody has loaded, again and again for another one. What they wait for is to be woken:
 * the time from the end of the load to the end of their call. Not thread-safe.
 */
final class Crowd implements AutoCloseable {
    static final String LOADS = "loads of a key";

    private static final int BOUND = 1024;

    private final LoadClock clock;
    private final Duration loading;
    private final int callers;
    private final ExecutorService threads;
    private final KeyCache cache;
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicLong loaded = new AtomicLong();
    private int asked;

    /**
     * Gathers it.
     *
     * @param loading how long a load takes
     */
    Crowd(LoadClock clock, KeyCache.Opening opening, Duration loading, int callers) {
        this.clock = clock;
        this.loading = loading;
        this.callers = callers;
        this.threads = Executors.newFixedThreadPool(callers, task -> {
            Thread thread = new Thread(task, "scalekit-bench-caller");
            thread.setDaemon(true);
            return thread;
        });
        this.cache = opening.open(BOUND, this::load);
    }

    private Integer load(Integer key) {
        loads.incrementAndGet();
        clock.awaitUntil(clock.nanos() + loading.toNanos());
        loaded.set(clock.nanos());
        return CacheKeys.value(key);
    }

    /** Asks for keys for some time, for one at least. */
    LoadResult run(Duration length) throws Exception {
        Latencies latencies = new Latencies();
        int askedBefore = asked;
        int loadsBefore = loads.get();
        Usage.Meter meter = Usage.start();
        long start = clock.nanos();
        do {
            ask(CacheKeys.key(asked++), latencies);
        } while (clock.nanos() - start < length.toNanos());
        double seconds = (clock.nanos() - start) / 1e9;
        double loadsOfKey = (double) (loads.get() - loadsBefore) / (asked - askedBefore);
        return LoadResult.of(latencies, 0, seconds, meter.read()).with(Map.of(LOADS, loadsOfKey));
    }

    private void ask(Integer key, Latencies latencies) throws Exception {
        CountDownLatch ready = new CountDownLatch(callers);
        CountDownLatch gate = new CountDownLatch(1);
        List<Future<Visit>> visits = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            visits.add(threads.submit(() -> {
                ready.countDown();
                gate.await();
                return visit(key);
            }));
        }
        ready.await();
        gate.countDown();
        for (Future<Visit> visit : visits) {
            latencies.add(visit.get().beyond(loaded.get()));
        }
    }

    private Visit visit(Integer key) {
        long begun = clock.nanos();
        Integer value = cache.get(key);
        long ended = clock.nanos();
        if (!Objects.equals(value, CacheKeys.value(key))) {
            throw new IllegalStateException("key " + key + " has the value " + value);
        }
        return new Visit(begun, ended);
    }

    /** One call. */
    private record Visit(long begun, long ended) {
        /** How long it took after the load had ended, or all of it if it was begun after that. */
        long beyond(long loaded) {
            return Math.max(0, ended - Math.max(loaded, begun));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        cache.close();
    }
}
