package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When calls are over, whatever became of them, neither the cache nor a thread that goes on keeps what they were about. */
final class LeftoversTest {
    private static final long SEED = 9;
    private static final int THREADS = 4;
    private static final int KEYS = 100;
    private static final int CALLS = Effort.scaled(3_000);
    private static final Duration SHORT = Duration.ofNanos(50_000);
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong loads = new AtomicLong();

    /** All keys, values, futures and caches that there were. */
    private final Queue<WeakReference<?>> seen = new ConcurrentLinkedQueue<>();

    /** Each time another object. Immutable. */
    private record Key(int number) {}

    @AfterEach
    void end() {
        threads.shutdown();
    }

    private <T> T see(T object) {
        seen.add(new WeakReference<>(object));
        return object;
    }

    private Key key(int number) {
        return see(new Key(number));
    }

    private static void requireGone(Collection<WeakReference<?>> seen, Duration patience) {
        Await.until("what nobody needs to be gone", patience, () -> {
            System.gc();
            return seen.stream().allMatch(one -> one.get() == null);
        });
    }

    private void onAllThreads(Together.Work work) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int number = 0; number < THREADS; number++) {
            int thread = number;
            all.add(threads.submit(() -> {
                work.run(thread);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // However long it takes, somebody leaves before it is over.
    private Object load(Key key) {
        RandomGenerator random = Seeds.random(SEED + loads.incrementAndGet());
        for (int pauses = random.nextInt(20); pauses > 0; pauses--) {
            Thread.yield();
        }
        return switch (random.nextInt(20)) {
            case 0 -> throw new IllegalStateException("planted for " + key);
            case 1 -> throw new StackOverflowError("planted");
            default -> see(new Object());
        };
    }

    private void call(ReadThroughCache<Key, Object> cache, RandomGenerator random) {
        Key key = key(random.nextInt(KEYS));
        switch (random.nextInt(14)) {
            case 0 -> cache.invalidate(key);
            case 1 -> cache.expire(key);
            case 2 -> cache.put(key, see(new Object()));
            case 3 -> cache.invalidateTag("tag" + key.number % 10);
            case 4 -> caches.ticker.advance(Duration.ofSeconds(random.nextInt(60)));
            case 5 -> {
                try (WriteFence fence = cache.write(key)) {
                    cache.get(key(key.number));
                    fence.commit();
                }
            }
            case 6 -> {
                try (WriteFence fence = cache.write(key)) {
                    cache.get(key(key.number));
                    fence.rollback();
                }
            }
            case 7 -> see(cache.getAsync(key)).cancel(true);
            case 8 -> see(cache.getAsync(key)).join();
            case 9 -> {
                Object unused = see(cache.getAsync(key));
            }
            case 10 -> cache.getAll(List.of(key, key(KEYS + 1), key(KEYS + 2)));
            case 11 -> {
                Thread.currentThread().interrupt();
                cache.get(key);
            }
            default -> cache.get(key);
        }
    }

    private void callOften(ReadThroughCache<Key, Object> cache, int thread) {
        RandomGenerator random = Seeds.random(SEED + thread);
        for (int call = 0; call < CALLS; call++) {
            try {
                call(cache, random);
            } catch (RuntimeException | StackOverflowError e) {
                requireExpected(e);
            } finally {
                Thread.interrupted();
            }
        }
    }

    private static void requireExpected(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof CacheException) && !String.valueOf(cause).contains("planted")) {
            throw new AssertionError("nobody has planted that", failure);
        }
    }

    private ReadThroughCacheBuilder<Key, Object> builder() {
        return ReadThroughCache.<Key, Object>builder("test", this::load)
                .maximumSize(KEYS / 4)
                .expireAfter(HOUR)
                .refreshAhead(0.5)
                .staleIfError(HOUR)
                .tags((key, value) -> List.of("tag" + key.number % 10));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_many_calls_of_all_kinds_nothing_is_left_when_all_is_cleared(boolean isHasty) throws Exception {
        ReadThroughCacheBuilder<Key, Object> builder = isHasty ? builder().hardTimeout(SHORT) : builder();
        ReadThroughCache<Key, Object> cache = caches.open(builder);

        onAllThreads(thread -> callOften(cache, thread));
        Await.until("threads to have nothing to do", Caches.PATIENCE, Caches::areThreadsIdle);
        cache.clear();

        Inside.requireIdle(cache);
        requireGone(seen, Caches.PATIENCE);
        assertThat(cache.stats().loadFailures()).isPositive();
        assertThat(cache.stats().evictions()).isPositive();
        assertThat(cache.stats().timeouts() > 0).isEqualTo(isHasty);
    }

    private static ReadThroughCacheBuilder<Key, Object> hanging(Gate gate) {
        return ReadThroughCache.builder("test", key -> {
            gate.pass();
            return key;
        });
    }

    @Test
    void who_has_left_is_not_kept_by_a_load_that_hangs() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<Key, Object> cache = caches.open(hanging(gate).hardTimeout(Duration.ofMillis(1)));
            CompletableFuture<@Nullable Object> first = cache.getAsync(new Key(0));
            gate.awaitSomebody();

            onAllThreads(thread -> leaveInTime(cache));

            assertThatThrownBy(first::get).hasCauseInstanceOf(LoadTimeoutException.class);
            requireGone(seen, Caches.PATIENCE);
            assertThat(gate.isOpen()).isFalse();
        }
    }

    /** Wants the same key, each time by another object, and does not get it. */
    private void leaveInTime(ReadThroughCache<Key, Object> cache) {
        for (int call = 0; call < 10; call++) {
            assertThatThrownBy(() -> cache.get(key(0))).isInstanceOf(LoadTimeoutException.class);
            assertThatThrownBy(() -> see(cache.getAsync(key(0))).join()).hasCauseInstanceOf(LoadTimeoutException.class);
        }
    }

    @Test
    void what_was_cancelled_is_not_kept_by_a_load_that_hangs() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<Key, Object> cache = caches.open(hanging(gate));
            CompletableFuture<@Nullable Object> first = cache.getAsync(new Key(0));
            gate.awaitSomebody();

            onAllThreads(thread -> {
                for (int call = 0; call < 100; call++) {
                    see(cache.getAsync(key(0))).cancel(true);
                }
            });

            requireGone(seen, Caches.PATIENCE);
            assertThat(first).isNotDone();
        }
    }

    @Test
    void a_cache_that_nobody_has_any_longer_is_gone_though_threads_that_have_loaded_from_it_go_on() throws Exception {
        useAndForget();

        requireGone(seen, Caches.PATIENCE);
        assertThat(threads.isShutdown()).isFalse();
    }

    private void useAndForget() throws Exception {
        try (ReadThroughCache<Key, Object> cache =
                see(builder().ticker(caches.ticker).build())) {
            onAllThreads(thread -> callOften(cache, thread));
        }
    }

    @Test
    void what_somebody_keeps_is_found() {
        Key kept = key(0);

        try (Tally planted = Tally.of("cache.planted-bugs", SEED)) {
            planted.count(() -> assertThatThrownBy(() -> requireGone(seen, Duration.ofMillis(100)))
                    .hasMessageContaining("in vain for what nobody needs to be gone"));
        } finally {
            Reference.reachabilityFence(kept);
        }
    }
}
