package dev.scalekit.cache;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A database, a cache in front of it, and what several threads do with both. Whoever reads requires what was acknowledged before he
 * began. Thread-safe.
 */
class Races implements AutoCloseable {
    private static final int TICK_NANOS = 1_000;

    private static final String THREADS = "scalekit-cache-races-";

    /** As many are asked for together. */
    private static final int MANY = 3;

    /** One load of so many takes longer than anybody waits who does not wait for ever. */
    private static final int SLOW = 64;

    /** More than are remembered one by one. */
    private static final int OTHER_TAGS = 100_000;

    final ReadThroughCache<Integer, Ledger.Version> cache;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong loads = new AtomicLong();
    private final long seed;
    private final Course course;
    private final Ledger ledger;

    /** For one load at a time, and one that waits. */
    private final ThreadPoolExecutor small = new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), task -> new Thread(task, THREADS + "small"));

    private enum Write {
        INVALIDATE,
        EXPIRE,
        TAG,
        CLEAR,
        PUT,
        FENCE,
        ROLLBACK
    }

    Races(long seed, Course course) {
        this.seed = seed;
        this.course = course;
        this.ledger = new Ledger(course.keys, !course.isBulk);
        small.allowCoreThreadTimeOut(true);
        ReadThroughCacheBuilder<Integer, Ledger.Version> builder = course.isBulk
                ? ReadThroughCache.<Integer, Ledger.Version>bulkBuilder("races", this::loadAll)
                : ReadThroughCache.<Integer, Ledger.Version>builder("races", this::load);
        course.apply(builder)
                .maximumSize(maximum())
                .tags((key, version) -> List.of(tag(key)))
                .ticker(nanos::get);
        if (course.isCrowded) {
            builder.executor(small);
        }
        this.cache = builder.build();
    }

    /** As many entries does the cache keep. */
    int maximum() {
        return course.maximum;
    }

    private static String tag(int key) {
        return "tag-" + key % 2;
    }

    private Ledger.@Nullable Version load(Integer key, LoadContext<Ledger.Version> context) {
        RandomGenerator random = Seeds.random(seed + loads.incrementAndGet());
        Ledger.Version version = loaded(key, random);
        if (random.nextInt(16) == 0) {
            context.doNotStore();
        }
        if (version == null) {
            context.tags(List.of(tag(key)));
        }
        return version;
    }

    Map<Integer, Ledger.Version> loadAll(Set<Integer> keys) {
        RandomGenerator random = Seeds.random(seed + loads.incrementAndGet());
        Map<Integer, Ledger.Version> all = new HashMap<>();
        for (Integer key : keys) {
            Ledger.Version version = loaded(key, random);
            if (version != null) {
                all.put(key, version);
            }
        }
        return all;
    }

    private Ledger.@Nullable Version loaded(int key, RandomGenerator random) {
        Ledger.Version version = ledger.read(key);
        pause(random);
        if (course.isHasty && random.nextInt(SLOW) == 0) {
            outlast();
        }
        if (course.isFailing && random.nextInt(8) == 0) {
            throw new IllegalStateException("database down");
        }
        return version;
    }

    /** Lets others go on, mostly. */
    @SuppressWarnings("ThreadPriorityCheck") // Whether they do changes nothing but what is met.
    private static void pause(RandomGenerator random) {
        switch (random.nextInt(4)) {
            case 0 -> {}
            case 1 -> Thread.onSpinWait();
            default -> Thread.yield();
        }
    }

    /** Returns when nobody waits any more, however fast the machine is. Never waits, as who does that seems to be idle. */
    @SuppressWarnings("ThreadPriorityCheck") // As above.
    private static void outlast() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 2 * Course.HARD.toNanos()) {
            Thread.yield();
        }
    }

    /**
     * Does something.
     *
     * @throws CacheClosedException if the cache is closed
     */
    void round(RandomGenerator random) {
        nanos.addAndGet((long) TICK_NANOS * random.nextInt(3));
        int key = random.nextInt(course.keys);
        int choice = random.nextInt(100);
        try {
            if (choice < 25) {
                write(key, Write.values()[random.nextInt(Write.values().length)], random);
            } else {
                read(key, choice, random);
            }
        } catch (RuntimeException e) {
            Throwable cause = e.getCause();
            Throwable failure = e instanceof CompletionException && cause != null ? cause : e;
            if (failure instanceof CacheClosedException closed) {
                throw closed;
            }
            if (!course.mayThrow(failure)) {
                throw e;
            }
        }
    }

    private void read(int key, int choice, RandomGenerator random) {
        int mustSee = ledger.acknowledged(key);
        if (choice < 80) {
            ledger.require(key, mustSee, get(key));
        } else if (choice < 83) {
            Ledger.Version present = cache.getIfPresent(key);
            if (present != null) {
                ledger.require(key, mustSee, present);
            }
        } else if (choice < 87) {
            ledger.require(key, mustSee, cache.getAsync(key).join());
        } else if (choice < 90) {
            ledger.require(key, mustSee, cache.refresh(key).join());
        } else {
            int first = random.nextInt(course.keys);
            List<Integer> keys = IntStream.range(0, MANY)
                    .mapToObj(i -> (first + i) % course.keys)
                    .toList();
            int[] allMustSee = keys.stream().mapToInt(ledger::acknowledged).toArray();
            Map<Integer, Ledger.Version> all = cache.getAll(keys);
            for (int at = 0; at < allMustSee.length; at++) {
                ledger.require(keys.get(at), allMustSee[at], all.get(keys.get(at)));
            }
        }
    }

    Ledger.@Nullable Version get(int key) {
        return cache.get(key);
    }

    private void write(int key, Write kind, RandomGenerator random) {
        ReadWriteLock writers = ledger.writers(key);
        Lock mine = kind == Write.PUT ? writers.writeLock() : writers.readLock();
        mine.lock();
        try {
            int version = kind == Write.FENCE ? fence(key, random) : written(key, kind, random);
            if (kind != Write.EXPIRE || !course.mayServeExpired()) {
                ledger.acknowledge(key, version);
            }
        } finally {
            mine.unlock();
        }
    }

    private int fence(int key, RandomGenerator random) {
        try (WriteFence fence = cache.write(key)) {
            pause(random);
            int version = ledger.write(key);
            pause(random);
            end(fence);
            return version;
        }
    }

    void end(WriteFence fence) {
        fence.commit();
    }

    /** Returns what was written, and the cache knows. */
    private int written(int key, Write kind, RandomGenerator random) {
        if (kind == Write.ROLLBACK) {
            try (WriteFence fence = cache.write(key)) {
                pause(random);
                fence.rollback();
            }
            return 0;
        }
        int version = ledger.write(key);
        pause(random);
        switch (kind) {
            case EXPIRE -> cache.expire(key);
            case TAG -> {
                cache.invalidateTag("other-" + random.nextInt(OTHER_TAGS));
                cache.invalidateTag(tag(key));
            }
            case CLEAR -> cache.clear();
            case PUT -> {
                if (ledger.isGap(version)) {
                    cache.invalidate(key);
                } else {
                    cache.put(key, new Ledger.Version(key, version));
                }
            }
            default -> invalidate(key);
        }
        return version;
    }

    void invalidate(int key) {
        cache.invalidate(key);
    }

    /** What is there when all is over is right, and nobody waits or writes. */
    void requireEnd() {
        requireConsistent();
        requireNewest();
        // Again: then it is full, whatever was void before, or was not stored.
        requireNewest();
        requireConsistent();
    }

    private void requireNewest() {
        for (int key = 0; key < course.keys; key++) {
            int mustSee = ledger.acknowledged(key);
            ledger.require(key, mustSee, readAgain(key));
        }
    }

    private void requireConsistent() {
        // A thread that was given something to load seems to be idle until it has woken up.
        Await.until(
                "threads to have nothing to do",
                Caches.PATIENCE,
                () -> cache.stats().loading() == 0 && Caches.areThreadsIdle());
        Inside.requireIdle(cache);
        Inside.requireConsistent(cache, course.maximum);
    }

    private Ledger.@Nullable Version readAgain(int key) {
        while (true) {
            try {
                return get(key);
            } catch (RuntimeException e) {
                if (!course.mayThrow(e)) {
                    throw e;
                }
            }
        }
    }

    /** After it was closed, and all who used it have left. */
    void requireClosed() {
        // Nobody waits for loads that are under way, whose threads go on.
        Await.until(
                "the end of the loads",
                Caches.PATIENCE,
                () -> cache.stats().loading() == 0 || hasLostTask(),
                this::toString);
        Inside.requireIdle(cache);
        Inside.requireConsistent(cache, 0);
    }

    /** The JDK's executor queues a task behind a thread that is being started, and then does not start it as it is shut down. */
    private boolean hasLostTask() {
        return small.isShutdown()
                && small.getPoolSize() == 0
                && !small.getQueue().isEmpty();
    }

    @Override
    public void close() {
        cache.close();
        small.shutdown();
    }

    @Override
    public String toString() {
        return "Races[" + course + ", " + ledger + ", " + cache.stats() + "]";
    }
}
