package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that there is made void at once. */
final class ClearTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    @ParameterizedTest
    @EnumSource
    void nothing_is_left_and_everything_is_loaded_again(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache = caches.open(
                ReadThroughCache.<Integer, Integer>builder("test", key -> key).eviction(eviction));
        List<Integer> keys = IntStream.range(0, 1_000).boxed().toList();
        cache.getAll(keys);

        cache.clear();
        CacheStats cleared = cache.stats();
        cache.getAll(keys);
        cache.getAll(keys);

        assertThat(cleared.size()).isZero();
        assertThat(cleared.weight()).isZero();
        assertThat(cleared.evictions()).isZero();
        assertThat(cache.stats().loads()).isEqualTo(2_000);
        assertThat(cache.stats().size()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void a_cache_that_is_cleared_again_and_again_keeps_its_bound(Eviction eviction) {
        ReadThroughCache<Integer, Integer> cache =
                caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> key)
                        .maximumSize(10)
                        .eviction(eviction));

        for (int turn = 0; turn < 100; turn++) {
            cache.getAll(IntStream.range(0, 25).boxed().toList());
            assertThat(cache.stats().size()).isEqualTo(10);
            cache.clear();
        }

        assertThat(cache.stats().size()).isZero();
    }

    /** A key that counts who looks at it. Thread-safe. */
    private record Counting(int number, AtomicInteger looks) {
        @Override
        public int hashCode() {
            looks.incrementAndGet();
            return number;
        }

        @Override
        public boolean equals(Object other) {
            looks.incrementAndGet();
            return other instanceof Counting it && it.number == number;
        }
    }

    @ParameterizedTest
    @EnumSource
    void neither_a_clear_nor_a_tag_looks_at_any_key(Eviction eviction) {
        AtomicInteger looks = new AtomicInteger();
        ReadThroughCache<Counting, Integer> cache =
                caches.open(ReadThroughCache.<Counting, Integer>builder("test", Counting::number)
                        .tags((key, value) -> List.of("tag"))
                        .eviction(eviction));
        for (int number = 0; number < 5_000; number++) {
            cache.get(new Counting(number, looks));
        }
        int before = looks.get();

        cache.invalidateTag("tag");
        cache.clear();

        assertThat(looks).hasValue(before);
        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void a_load_that_was_under_way_is_returned_and_is_void() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller before = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.clear();
            gate.open();

            assertThat(before.result()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("a2");
        }
    }

    @Test
    void who_comes_after_it_does_not_wait_for_a_load_of_before() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller before = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.clear();
            String after = cache.get("a");
            gate.open();

            assertThat(after).isEqualTo("a2");
            assertThat(before.result()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("a2");
        }
    }

    @Test
    void what_has_no_tags_is_void_too() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        cache.put("a", "put");

        cache.clear();

        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    void tags_that_were_invalidated_before_change_nothing_of_what_is_loaded_then() {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> List.of("tag")));
        cache.invalidateTag("tag");
        cache.clear();

        cache.get("a");
        cache.get("a");
        cache.invalidateTag("tag");

        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void a_write_that_is_under_way_stays_so() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        WriteFence fence = cache.write("a");

        cache.clear();
        cache.get("a");
        boolean isStored = cache.explain("a").state() != Explanation.State.ABSENT;
        fence.close();
        cache.get("a");

        assertThat(isStored).isFalse();
        assertThat(cache.get("a")).isEqualTo("a2");
    }
}
