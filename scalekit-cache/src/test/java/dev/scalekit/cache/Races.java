package dev.scalekit.cache;

import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database whose rows say how often they were written, a cache in front of it, and what several threads do with both. Whoever reads
 * requires what was acknowledged before he began. Thread-safe.
 */
final class Races implements AutoCloseable {
    private static final int KEYS = 3;
    private static final int LIFETIME_NANOS = 4_000;

    /** More than are remembered one by one. */
    private static final int OTHER_TAGS = 100_000;

    private final AtomicIntegerArray rows = new AtomicIntegerArray(KEYS);
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(KEYS);

    /** Whoever puts has nobody write beside him, as the last one to come need not be the last to commit. */
    private final List<ReadWriteLock> writers = Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new)
            .limit(KEYS)
            .toList();

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong loads = new AtomicLong();
    private final long seed;
    private final boolean isFailing;
    private final ReadThroughCache<Integer, Integer> cache;

    private enum Write {
        INVALIDATE,
        EXPIRE,
        TAG,
        CLEAR,
        PUT,
        FENCE,
        ROLLBACK
    }

    /** @param isFailing whether some loads fail, so that what has expired may be returned */
    Races(long seed, boolean isFailing) {
        this.seed = seed;
        this.isFailing = isFailing;
        ReadThroughCacheBuilder<Integer, Integer> builder = ReadThroughCache.<Integer, Integer>builder(
                        "races", this::load)
                .tags((key, version) -> List.of(tag(key)))
                .expireAfter(Duration.ofNanos(LIFETIME_NANOS))
                .refreshAhead(0.5)
                .staleIfError(Duration.ofNanos(LIFETIME_NANOS))
                .retryAfter(Duration.ofNanos(1), Duration.ofNanos(LIFETIME_NANOS / 4))
                .ticker(nanos::get);
        if (!isFailing) {
            builder.missingFor(Duration.ofNanos(LIFETIME_NANOS / 4));
        }
        this.cache = builder.build();
    }

    private static String tag(int key) {
        return "tag-" + key % 2;
    }

    /** Some versions say that there is nothing. */
    private static boolean isMissing(int version) {
        return version % 16 == 7;
    }

    private @Nullable Integer load(int key, LoadContext<Integer> context) {
        RandomGenerator random = Seeds.random(seed + loads.incrementAndGet());
        int version = rows.get(key);
        pause(random);
        if (isFailing && random.nextInt(8) == 0) {
            throw new IllegalStateException("database down");
        }
        if (random.nextInt(16) == 0) {
            context.doNotStore();
        }
        if (isMissing(version)) {
            context.tags(List.of(tag(key)));
            return null;
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

    /** Does something. */
    void round(RandomGenerator random) {
        nanos.addAndGet(random.nextInt(3));
        int key = random.nextInt(KEYS);
        int choice = random.nextInt(100);
        if (choice < 25) {
            write(key, Write.values()[random.nextInt(Write.values().length)], random);
            return;
        }
        try {
            read(key, choice, random);
        } catch (IllegalStateException | CompletionException e) {
            if (!isFailing) {
                throw e;
            }
        }
    }

    private void read(int key, int choice, RandomGenerator random) {
        if (choice < 85) {
            int mustSee = acknowledged.get(key);
            require(key, mustSee, cache.get(key));
        } else if (choice < 90) {
            int mustSee = acknowledged.get(key);
            require(key, mustSee, cache.getAsync(key).join());
        } else {
            int first = random.nextInt(KEYS);
            List<Integer> keys =
                    IntStream.range(0, KEYS).mapToObj(i -> (first + i) % KEYS).toList();
            int[] mustSee = keys.stream().mapToInt(acknowledged::get).toArray();
            Map<Integer, Integer> all = cache.getAll(keys);
            for (int at = 0; at < mustSee.length; at++) {
                require(keys.get(at), mustSee[at], all.get(keys.get(at)));
            }
        }
    }

    private void require(int key, int mustSee, @Nullable Integer version) {
        int newest = rows.get(key);
        boolean isRight = version == null
                ? IntStream.rangeClosed(mustSee, newest).anyMatch(Races::isMissing)
                : version >= mustSee && version <= newest;
        if (!isRight) {
            throw new AssertionError("of " + key + " " + mustSee + " was acknowledged, " + newest
                    + " is the newest, and read was " + version);
        }
    }

    private void write(int key, Write kind, RandomGenerator random) {
        ReadWriteLock lock = writers.get(key);
        Lock mine = kind == Write.PUT ? lock.writeLock() : lock.readLock();
        mine.lock();
        try {
            int version = kind == Write.FENCE ? fence(key, random) : written(key, kind, random);
            if (kind != Write.EXPIRE || !isFailing) {
                acknowledged.accumulateAndGet(key, version, Math::max);
            }
        } finally {
            mine.unlock();
        }
    }

    private int fence(int key, RandomGenerator random) {
        try (WriteFence fence = cache.write(key)) {
            pause(random);
            int version = rows.incrementAndGet(key);
            pause(random);
            fence.commit();
            return version;
        }
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
        int version = rows.incrementAndGet(key);
        pause(random);
        switch (kind) {
            case EXPIRE -> cache.expire(key);
            case TAG -> {
                cache.invalidateTag("other-" + random.nextInt(OTHER_TAGS));
                cache.invalidateTag(tag(key));
            }
            case CLEAR -> cache.clear();
            case PUT -> {
                if (isMissing(version)) {
                    cache.invalidate(key);
                } else {
                    cache.put(key, version);
                }
            }
            default -> cache.invalidate(key);
        }
        return version;
    }

    /** What is there when all is over is right, and nobody waits or writes. */
    void requireEnd() {
        for (int key = 0; key < KEYS; key++) {
            cache.invalidate(key);
            Integer version = readAgain(key);
            require(key, rows.get(key), version);
            if (cache.explain(key).written()) {
                throw new AssertionError(key + " is still being written");
            }
        }
        if (cache.stats().loading() != 0) {
            throw new AssertionError(cache + " is still loading");
        }
    }

    private @Nullable Integer readAgain(int key) {
        while (true) {
            try {
                return cache.get(key);
            } catch (IllegalStateException e) {
                if (!isFailing) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        cache.close();
    }

    @Override
    public String toString() {
        return "Races[" + Arrays.asList(rows, acknowledged) + ", " + cache.stats() + "]";
    }
}
