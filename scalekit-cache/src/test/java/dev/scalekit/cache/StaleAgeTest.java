package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever happens to a value, and however often its load fails, nobody gets it when it is older than was said; it is as old as the begin
 * of its load, which takes its time.
 */
final class StaleAgeTest {
    private static final long SEED = 10;
    private static final int CASES = Effort.scaled(500);
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Duration STALE = Duration.ofSeconds(100);

    @RegisterExtension
    final Caches caches = new Caches();

    private boolean isBroken;
    private Duration loadTime = Duration.ZERO;

    /** When the last load began that has failed. */
    private long failedNanos;

    /** Some time passes, and then something is done, in which a load takes some time too. Immutable. */
    private record Step(Kind kind, Duration before, Duration loadTime) {
        private enum Kind {
            GET,
            GET_ALL,
            GET_ASYNC,
            EXPIRE,
            INVALIDATE,
            PUT,
            BREAK,
            MEND
        }

        static Step any(RandomGenerator random) {
            Kind[] kinds = Kind.values();
            return new Step(
                    kinds[random.nextInt(kinds.length)],
                    Duration.ofMillis(random.nextInt(40_000)),
                    Duration.ofMillis(random.nextInt(20_000)));
        }

        static List<Step> some(RandomGenerator random) {
            return IntStream.range(0, 60).mapToObj(i -> any(random)).toList();
        }
    }

    /** Its values are the times at which their loads began. */
    private long load() {
        long begun = caches.ticker.nanos();
        caches.ticker.advance(loadTime);
        if (isBroken) {
            failedNanos = begun;
            throw new IllegalStateException("planted");
        }
        return begun;
    }

    private ReadThroughCacheBuilder<String, Long> builder() {
        return ReadThroughCache.<String, Long>builder("test", key -> load());
    }

    private ReadThroughCache<String, Long> open() {
        return builder()
                .expireAfter(LIFETIME)
                .jitter(0.2)
                .refreshAhead(0.7)
                .staleIfError(STALE)
                .executor(Runnable::run)
                .ticker(caches.ticker)
                .build();
    }

    private void take(ReadThroughCache<String, Long> cache, Step step) {
        caches.ticker.advance(step.before);
        loadTime = step.loadTime;
        switch (step.kind) {
            case GET -> requireYoung(() -> cache.get("a"));
            case GET_ALL -> requireYoung(() -> cache.getAll(List.of("a")).get("a"));
            case GET_ASYNC -> requireYoung(() -> cache.getAsync("a").join());
            case EXPIRE -> cache.expire("a");
            case INVALIDATE -> cache.invalidate("a");
            case PUT -> cache.put("a", caches.ticker.nanos());
            case BREAK -> isBroken = true;
            case MEND -> isBroken = false;
        }
    }

    private void requireYoung(Caller.Call call) {
        long called = caches.ticker.nanos();
        try {
            long loaded = (Long) assertThat(call.call()).isNotNull().actual();
            if (called - loaded >= LIFETIME.toNanos()) {
                // Only if it could not be loaded since.
                assertThat(failedNanos).isGreaterThanOrEqualTo(loaded);
                assertThat(Duration.ofNanos(caches.ticker.nanos() - loaded)).isLessThan(LIFETIME.plus(STALE));
            }
        } catch (Exception e) {
            // Only if it cannot be loaded may there be nothing.
            assertThat(isBroken).isTrue();
            assertThat(e).hasStackTraceContaining("planted");
        }
    }

    @Test
    void nobody_gets_what_is_older_than_its_time_and_that_of_stale_values() {
        Seeds.forAllSequences(SEED, CASES, Step::some, steps -> {
            isBroken = false;
            failedNanos = caches.ticker.nanos();
            try (ReadThroughCache<String, Long> cache = open()) {
                steps.forEach(step -> take(cache, step));
            }
        });
    }

    private static long get(ReadThroughCache<String, Long> cache) {
        return requireNonNull(cache.get("a"));
    }

    private Stream<ReadThroughCacheBuilder<String, Long>> builders() {
        return Stream.of(
                builder(),
                builder().hardTimeout(LIFETIME),
                ReadThroughCache.<String, Long>builder("test", (key, context) -> load()),
                ReadThroughCache.<String, Long>bulkBuilder("test", keys -> Map.of("a", load())),
                ReadThroughCache.<String, Long>asyncBuilder(
                        "test", (key, context) -> CompletableFuture.completedFuture(load())));
    }

    @Test
    void something_is_as_old_as_the_begin_of_its_load_whatever_loads_it() {
        loadTime = LIFETIME.dividedBy(3);
        builders().forEach(builder -> {
            ReadThroughCache<String, Long> cache =
                    caches.open(builder.expireAfter(LIFETIME).executor(Runnable::run));
            long first = get(cache);

            caches.ticker.advance(LIFETIME.minus(loadTime).minusNanos(1));
            long last = get(cache);
            caches.ticker.advance(Duration.ofNanos(1));
            long next = get(cache);

            assertThat(last).isEqualTo(first);
            assertThat(next - first).isEqualTo(LIFETIME.toNanos());
        });
    }

    @Test
    void what_was_loaded_for_longer_than_its_time_is_for_those_who_wait_for_it_only() {
        ReadThroughCache<String, Long> cache = caches.open(builder().expireAfter(LIFETIME));
        loadTime = LIFETIME;

        long first = get(cache);
        long second = get(cache);

        assertThat(second - first).isEqualTo(LIFETIME.toNanos());
    }

    @Test
    void who_joins_a_load_gets_nothing_that_was_too_old_when_it_came() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, Integer> cache =
                    caches.open(ReadThroughCache.<String, Integer>builder("test", key -> {
                                int load = loads.incrementAndGet();
                                if (load == 1) {
                                    gate.pass();
                                }
                                return load;
                            })
                            .expireAfter(LIFETIME));
            CompletableFuture<@Nullable Integer> first = cache.getAsync("a");
            gate.awaitSomebody();
            caches.ticker.advance(LIFETIME.minusNanos(1));
            CompletableFuture<@Nullable Integer> inTime = cache.getAsync("a");
            caches.ticker.advance(Duration.ofNanos(1));
            CompletableFuture<@Nullable Integer> late = cache.getAsync("a");

            gate.open();

            assertThat(first.join()).isEqualTo(1);
            assertThat(inTime.join()).isEqualTo(1);
            assertThat(late.join()).isEqualTo(2);
        }
    }
}
