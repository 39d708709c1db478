package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** After very many calls of all kinds nothing is left that ought to be over, and nobody has got anything old. */
final class LeakTest {
    private static final long SEED = 8;
    private static final int KEYS = 300;
    private static final int MAXIMUM = 200;
    private static final int CALLS = Effort.scaled(1_000_000);

    @RegisterExtension
    final Caches caches = new Caches();

    /** What the database has: how often each row was written. */
    private final ConcurrentMap<Integer, Integer> versions = new ConcurrentHashMap<>();

    private final RandomGenerator random = Seeds.random(SEED);

    /** Each load but those in a hundred that fail. */
    private ReadThroughCache<Integer, Integer> open() {
        return caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> {
                    if (random.nextInt(100) == 0) {
                        throw new IllegalStateException("planted");
                    }
                    return version(key);
                })
                .maximumSize(MAXIMUM)
                .expireAfter(Duration.ofSeconds(10))
                .refreshAhead(0.7)
                .staleIfError(Duration.ofSeconds(5))
                .tags((key, version) -> List.of("tag" + key % 10, "row" + key + "of" + version))
                .executor(Runnable::run));
    }

    private int version(Integer key) {
        return versions.getOrDefault(key, 0);
    }

    private int write(Integer key) {
        return versions.merge(key, 1, Integer::sum);
    }

    private void read(ReadThroughCache<Integer, Integer> cache, Integer key) {
        try {
            requireCurrent(key, cache.get(key));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("planted");
        }
    }

    private void readMany(ReadThroughCache<Integer, Integer> cache, int from) {
        List<Integer> keys =
                IntStream.range(from, Math.min(KEYS, from + 5)).boxed().toList();
        try {
            cache.getAll(keys).forEach(this::requireCurrent);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("planted");
        }
    }

    private void requireCurrent(Integer key, @Nullable Integer value) {
        if (value == null || value != version(key)) {
            throw new AssertionError("Version " + value + " of " + key + " instead of " + version(key));
        }
    }

    private void call(ReadThroughCache<Integer, Integer> cache, int kind, Integer key) {
        switch (kind) {
            case 0 -> {
                write(key);
                cache.invalidate(key);
            }
            case 1 -> cache.put(key, write(key));
            case 2 -> {
                String tag = "row" + key + "of" + version(key);
                write(key);
                cache.invalidateTag(tag);
            }
            case 3 -> {
                try (WriteFence fence = cache.write(key)) {
                    read(cache, key);
                    write(key);
                    fence.commit();
                }
            }
            case 4 -> {
                WriteFence fence = cache.write(key);
                read(cache, key);
                fence.rollback();
            }
            case 5 -> cache.expire(key);
            case 6 -> caches.ticker.advance(Duration.ofMillis(random.nextInt(100)));
            case 7 -> readMany(cache, key);
            case 8 -> {
                if (key == 0) {
                    write(key);
                    cache.clear();
                }
            }
            default -> read(cache, key);
        }
    }

    @Test
    void a_million_calls_leave_no_load_and_no_write_and_no_more_entries_than_was_said() {
        ReadThroughCache<Integer, Integer> cache = open();

        for (int call = 0; call < CALLS; call++) {
            call(cache, random.nextInt(20), random.nextInt(KEYS));
        }

        CacheStats stats = cache.stats();
        assertThat(stats.loading()).isZero();
        assertThat(stats.size()).isLessThanOrEqualTo(MAXIMUM);
        for (int key = 0; key < KEYS; key++) {
            assertThat(cache.explain(key)).returns(false, Explanation::loading).returns(false, Explanation::written);
            read(cache, key);
        }
        assertThat(stats.hits()).isPositive();
        assertThat(stats.staleHits()).isPositive();
        assertThat(stats.refreshes()).isPositive();
        assertThat(stats.loadFailures()).isPositive();
    }
}
