package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is printed says what people need, and never a value: that may be a secret. */
final class PrintingTest {
    private static final String SECRET = "s3cret";

    @RegisterExtension
    final Caches caches = new Caches();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("users", key -> SECRET);
    }

    @Test
    void a_cache_says_how_much_it_has() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.getAll(List.of("a", "b"));

        assertThat(cache).hasToString("ReadThroughCache[users, 2 entries, 0 loading]");
    }

    @Test
    void a_closed_cache_has_nothing() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("a");

        cache.close();

        assertThat(cache).hasToString("ReadThroughCache[users, 0 entries, 0 loading]");
    }

    @Test
    void a_write_says_whether_it_is_over() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        WriteFence fence = cache.write("a");

        String before = fence.toString();
        fence.commit();
        String after = fence.toString();

        assertThat(before).isEqualTo("WriteFence[a in cache users, open]");
        assertThat(after).isEqualTo("WriteFence[a in cache users, over]");
    }

    @Test
    void explanations_and_stats_name_what_they_have() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(Duration.ofHours(1)).tags((key, value) -> List.of("tag")));
        cache.get("a");

        String explanation = cache.explain("a").toString();
        String stats = cache.stats().toString();

        assertThat(explanation)
                .contains("state=FRESH", "servedFor=PT1H", "tags=[tag]")
                .doesNotContain(SECRET);
        assertThat(stats).contains("misses=1", "size=1").doesNotContain(SECRET);
    }

    @Test
    void what_is_within_a_cache_has_no_value_in_it_either() {
        Entry<String> entry = new Entry<>(SECRET, Set.of("tag"), 1, 0, 0);

        assertThat(entry.toString()).contains("1 tags").doesNotContain(SECRET);
        assertThat(new Flight<String>(7, new Load<String, String>("cache", asks -> {}, false, 0)).toString())
                .isEqualTo("Flight[number 7]");
    }

    @Test
    void exceptions_name_cache_and_key_and_no_value() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.<String, String>builder("users", key -> {
            throw new IOException("planted");
        }));
        cache.put("other", SECRET);

        Throwable failed = catchThrowable(() -> cache.get("key-of-it"));
        cache.close();
        Throwable closed = catchThrowable(() -> cache.get("key-of-it"));

        assertThat(failed).hasMessage("Cache users could not load key-of-it");
        assertThat(closed).hasMessage("Cache users is closed");
    }

    @Test
    void each_way_of_eviction_has_its_name() {
        assertThat(Eviction.values())
                .extracting(Enum::toString)
                .containsExactly("W_TINY_LFU", "LRU", "LFU", "FIFO", "SIEVE", "S3_FIFO");
    }
}
