package dev.scalekit.bench;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Loads one key after the other, in a full cache, while the load of another key hangs or while none does. Not thread-safe.
 *
 * @param isHanging whether one does, for all of the measurement
 */
record OtherKeys(KeyCache.Opening opening, boolean isHanging) implements OwnLoop {
    private static final int BOUND = 1 << 16;

    /** No other number is scattered to it. */
    private static final int HANGING = CacheKeys.key(-1);

    @Override
    public LoadResult run(Load load, Duration warmup, Duration measurement) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        KeyCache cache = opening.open(BOUND, key -> {
            if (key == HANGING) {
                begun.countDown();
                await(never, measurement);
            }
            return CacheKeys.value(key);
        });
        try (cache) {
            Next next = new Next(cache);
            LoadResult unused = measure(next, load, warmup);
            if (isHanging) {
                Thread hanging = new Thread(() -> cache.get(HANGING), "scalekit-bench-hanging");
                hanging.setDaemon(true);
                hanging.start();
                begun.await();
            }
            return measure(next, load, measurement);
        }
    }

    private static LoadResult measure(Operation operation, Load load, Duration length) throws Exception {
        LoadClock clock = LoadClock.SYSTEM;
        Latencies latencies = new Latencies();
        Usage.Meter meter = Usage.start();
        long start = clock.nanos();
        long notStarted = new LoadLoop(clock, operation, load, 0).run(start, length, latencies::add);
        return LoadResult.of(latencies, notStarted, (clock.nanos() - start) / 1e9, meter.read());
    }

    private static void await(CountDownLatch never, Duration length) {
        try {
            boolean unused = never.await(length.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks up a key that nobody has asked for. Not thread-safe. */
    private static final class Next implements Operation {
        private final KeyCache cache;
        private int next;

        Next(KeyCache cache) {
            this.cache = cache;
        }

        @Override
        public void run() {
            Integer key = CacheKeys.key(next++);
            if (!Objects.equals(cache.get(key), CacheKeys.value(key))) {
                throw new IllegalStateException("key " + key + " has not its own value");
            }
        }
    }
}
