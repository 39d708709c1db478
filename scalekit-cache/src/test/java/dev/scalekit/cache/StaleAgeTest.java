package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever happens to a value, and however often its load fails, nobody gets it when it is older than was said. */
final class StaleAgeTest {
    private static final long SEED = 10;
    private static final int CASES = Effort.scaled(500);
    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Duration STALE = Duration.ofSeconds(100);

    @RegisterExtension
    final Caches caches = new Caches();

    private boolean isBroken;

    /** Some time passes, and then something is done. Immutable. */
    private record Step(Kind kind, Duration before) {
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
            return new Step(kinds[random.nextInt(kinds.length)], Duration.ofMillis(random.nextInt(40_000)));
        }

        static List<Step> some(RandomGenerator random) {
            return IntStream.range(0, 60).mapToObj(i -> any(random)).toList();
        }
    }

    /** Its values are the times at which they were loaded. */
    private ReadThroughCache<String, Long> open() {
        return ReadThroughCache.<String, Long>builder("test", key -> {
                    if (isBroken) {
                        throw new IllegalStateException("planted");
                    }
                    return caches.ticker.nanos();
                })
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
        try {
            long loaded = (Long) assertThat(call.call()).isNotNull().actual();
            assertThat(Duration.ofNanos(caches.ticker.nanos() - loaded)).isLessThan(LIFETIME.plus(STALE));
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
            try (ReadThroughCache<String, Long> cache = open()) {
                steps.forEach(step -> take(cache, step));
            }
        });
    }
}
