package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is made void many at a time. */
final class TagTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    /** A key is the name of its row and of its tags: "row:one,two". */
    private static List<String> tagsOf(String key) {
        int colon = key.indexOf(':');
        return colon < 0 ? List.of() : List.of(key.substring(colon + 1).split(",", -1));
    }

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows).tags((key, value) -> tagsOf(key));
    }

    private List<Integer> reads(String... keys) {
        List<Integer> reads = new ArrayList<>();
        for (String key : keys) {
            reads.add(rows.reads(key));
        }
        return reads;
    }

    @Test
    void what_has_a_tag_is_loaded_again_and_nothing_else() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        List<String> keys = List.of("a:one", "b:two", "c:one,two", "d");
        cache.getAll(keys);

        cache.invalidateTag("one");
        cache.getAll(keys);

        assertThat(reads("a:one", "b:two", "c:one,two", "d")).containsExactly(2, 1, 2, 1);
    }

    @Test
    void what_was_loaded_after_it_was_invalidated_stays() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.invalidateTag("one");

        cache.get("a:one");
        cache.get("a:one");
        cache.invalidateTag("two");
        cache.get("a:one");

        assertThat(rows.reads("a:one")).isOne();
    }

    @Test
    void a_tag_may_be_invalidated_again_and_again() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        for (int turn = 1; turn <= 10; turn++) {
            assertThat(cache.get("a:one")).isEqualTo("a:one" + turn);
            cache.invalidateTag("one");
        }

        assertThat(cache.stats().invalidations()).isEqualTo(10);
    }

    @Test
    void what_was_put_has_the_tags_of_the_builder() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.put("a:one", "put");

        cache.invalidateTag("one");

        assertThat(cache.get("a:one")).isEqualTo("a:one1");
    }

    @Test
    void a_value_has_the_tags_that_it_had_when_it_was_loaded() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> List.of("tag of " + value)));
        cache.get("a");
        cache.invalidate("a");
        cache.get("a");

        cache.invalidateTag("tag of a1");
        String same = cache.get("a");
        cache.invalidateTag("tag of a2");
        String other = cache.get("a");

        assertThat(same).isEqualTo("a2");
        assertThat(other).isEqualTo("a3");
    }

    @Test
    void that_there_is_nothing_has_no_tags() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", key -> null)
                        .tags((key, value) -> List.of("tag"))
                        .missingFor(Duration.ofHours(1)));
        cache.get("a");

        cache.invalidateTag("tag");
        cache.get("a");

        assertThat(cache.stats().loads()).isOne();
        assertThat(cache.explain("a").tags()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // It is what a careless tagger does.
    void a_tagger_that_returns_null_is_told_of_which_value() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> null));

        assertThatThrownBy(() -> cache.get("a")).hasMessage("tags of a in cache test");
        assertThatThrownBy(() -> cache.put("a", "put")).hasMessage("tags of a in cache test");

        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void many_at_once_and_those_who_do_not_wait_see_it_too() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.getAll(List.of("a:one", "b:one"));

        cache.invalidateTag("one");

        assertThat(cache.getAll(List.of("a:one"))).isEqualTo(Map.of("a:one", "a:one2"));
        assertThat(cache.getAsync("b:one").join()).isEqualTo("b:one2");
    }

    @Test
    void more_tags_than_are_remembered_leave_nothing_old() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.getAll(List.of("a:first", "b:last", "c"));

        for (int tag = 0; tag < 25_000; tag++) {
            cache.invalidateTag(tag == 0 ? "first" : tag == 24_999 ? "last" : "tag" + tag);
        }
        cache.getAll(List.of("a:first", "b:last", "c"));

        assertThat(reads("a:first", "b:last", "c")).containsExactly(2, 2, 1);
    }

    @Test
    void what_is_loaded_after_tags_were_forgotten_stays() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        IntStream.range(0, 25_000).forEach(tag -> cache.invalidateTag("tag" + tag));

        cache.getAll(List.of("a:tag1", "b:tag24999", "c:other"));
        cache.getAll(List.of("a:tag1", "b:tag24999", "c:other"));

        assertThat(rows.reads()).isEqualTo(3);
    }

    @Test
    void tags_that_are_invalidated_are_remembered_in_a_bounded_number() {
        Invalidations invalidations = new Invalidations(100);
        int most = 0;

        for (int tag = 0; tag < 10_000; tag++) {
            invalidations.tag("tag" + tag);
            most = Math.max(most, invalidations.tags());
        }

        assertThat(most).isEqualTo(100);
        assertThat(invalidations.isInvalid(0, List.of("tag0"))).isTrue();
        assertThat(invalidations.isInvalid(9_999, List.of("tag9999"))).isTrue();
        assertThat(invalidations.isInvalid(10_000, List.of("tag9999"))).isFalse();
        assertThat(invalidations.isInvalid(0, List.of())).isFalse();
    }
}
