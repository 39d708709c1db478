package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long something is returned after it was loaded. */
final class ExpiryTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long SEED = 8;

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows);
    }

    @Test
    void something_is_returned_until_its_time_is_over_and_then_loaded_again() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(HOUR));

        cache.get("a");
        caches.ticker.advance(HOUR.minusNanos(1));
        String inTime = cache.get("a");
        caches.ticker.advance(Duration.ofNanos(1));
        String late = cache.get("a");

        assertThat(inTime).isEqualTo("a1");
        assertThat(late).isEqualTo("a2");
    }

    @Test
    void its_time_does_not_begin_anew_when_it_is_used() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(HOUR));

        cache.get("a");
        for (int minute = 0; minute < 60; minute++) {
            assertThat(cache.get("a")).isEqualTo("a1");
            caches.ticker.advance(Duration.ofMinutes(1));
        }

        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void its_time_begins_with_its_load_for_what_that_reads_may_be_as_old() {
        Duration part = HOUR.dividedBy(4);
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("test", key -> {
                    caches.ticker.advance(part);
                    return rows.load(key);
                })
                .expireAfter(HOUR));

        cache.get("a");
        caches.ticker.advance(HOUR.minus(part).minusNanos(1));
        String before = cache.get("a");
        caches.ticker.advance(Duration.ofNanos(1));

        assertThat(before).isEqualTo("a1");
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void without_a_time_it_is_returned_for_ever() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        cache.get("a");
        caches.ticker.advance(Duration.ofDays(25_000));

        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(cache.getAll(List.of("a"))).isEqualTo(Map.of("a", "a1"));
        assertThat(cache.getAsync("a")).isCompletedWithValue("a1");
    }

    @Test
    void what_was_put_has_the_same_time_as_what_was_loaded() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(HOUR));

        cache.put("a", "put");
        caches.ticker.advance(HOUR.minusNanos(1));
        String inTime = cache.get("a");
        caches.ticker.advance(Duration.ofNanos(1));
        String late = cache.get("a");

        assertThat(inTime).isEqualTo("put");
        assertThat(late).isEqualTo("a1");
    }

    @Test
    void whoever_asks_and_however_the_time_is_the_same() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(HOUR));
        cache.getAll(List.of("a", "b", "c"));

        caches.ticker.advance(HOUR.minusNanos(1));
        Map<String, String> inTime = cache.getAll(List.of("a", "b", "c"));
        caches.ticker.advance(Duration.ofNanos(1));

        assertThat(inTime).isEqualTo(Map.of("a", "a1", "b", "b1", "c", "c1"));
        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.getAll(List.of("b"))).isEqualTo(Map.of("b", "b2"));
        assertThat(cache.getAsync("c").join()).isEqualTo("c2");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 100", "0, 1, 100", "0.1, 0, 100", "0.1, 0.5, 95", "0.1, 1, 90", "1, 0.25, 75", "1, 1, 0"})
    void jitter_shortens_a_time_and_never_lengthens_it(double jitter, double random, int percent) {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).jitter(jitter));
        caches.random(random);

        cache.get("a");

        assertThat(cache.explain("a").servedFor())
                .isEqualTo(HOUR.multipliedBy(percent).dividedBy(100));
    }

    @Test
    void entries_that_were_loaded_together_do_not_expire_together() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(HOUR).jitter(0.5));
        caches.random(1);
        cache.get("soon");
        caches.random(0);
        cache.get("late");

        caches.ticker.advance(HOUR.dividedBy(2));

        assertThat(cache.get("soon")).isEqualTo("soon2");
        assertThat(cache.get("late")).isEqualTo("late1");
    }

    /** Some options, and what chance says. Immutable. */
    private record Sample(Duration lifetime, double jitter, double refreshAhead, double random) {
        static Sample any(RandomGenerator from) {
            Duration lifetime = Duration.ofNanos(1 + from.nextLong(1L << (1 + from.nextInt(56))));
            return new Sample(lifetime, from.nextDouble(), 1 - from.nextDouble(), from.nextDouble());
        }
    }

    @Test
    void a_time_is_between_its_shortest_and_what_was_said_and_the_soft_one_within_it() {
        Seeds.forAll(SEED, 500, Sample::any, sample -> {
            ReadThroughCache<String, String> cache = builder()
                    .expireAfter(sample.lifetime)
                    .jitter(sample.jitter)
                    .refreshAhead(sample.refreshAhead)
                    .ticker(caches.ticker)
                    .random(() -> sample.random)
                    .build();
            try (cache) {
                cache.get("a");
                Explanation explanation = cache.explain("a");

                long full = sample.lifetime.toNanos();
                // What is reckoned in doubles is wrong by one part in 2^53, some times.
                long error = 1 + (full >> 50);
                assertThat(explanation.servedFor().toNanos())
                        .isBetween((long) (full * (1 - sample.jitter)) - error, full);
                assertThat(explanation.freshFor()).isLessThanOrEqualTo(explanation.servedFor());
            }
        });
    }
}
