package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody knows better, and what somebody knows to be old. */
final class PutAndInvalidateTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows));
    }

    @Test
    void what_was_put_is_returned_and_nothing_loaded() {
        ReadThroughCache<String, String> cache = open();

        cache.put("a", "put");

        assertThat(cache.get("a")).isEqualTo("put");
        assertThat(cache.getAll(List.of("a"))).isEqualTo(Map.of("a", "put"));
        assertThat(cache.getAsync("a")).isCompletedWithValue("put");
        assertThat(rows.reads()).isZero();
    }

    @Test
    void what_was_put_takes_the_place_of_what_was_there() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.put("a", "first");
        cache.put("a", "second");

        assertThat(cache.get("a")).isEqualTo("second");
        assertThat(cache.stats().size()).isOne();
    }

    @Test
    void what_was_put_takes_the_place_of_what_is_being_loaded() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.put("a", "put");
            String meanwhile = cache.get("a");
            gate.open();

            assertThat(meanwhile).isEqualTo("put");
            assertThat(caller.result()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("put");
            assertThat(cache.stats().discarded()).isOne();
        }
    }

    @Test
    void what_is_void_is_loaded_again_and_the_others_stay() {
        ReadThroughCache<String, String> cache = open();
        cache.getAll(List.of("a", "b"));

        cache.invalidate("a");

        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.get("b")).isEqualTo("b1");
    }

    @Test
    void what_was_not_there_may_be_void() {
        ReadThroughCache<String, String> cache = open();

        cache.invalidate("a");
        cache.invalidate("a");

        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(cache.stats().invalidations()).isEqualTo(2);
    }

    @Test
    void several_are_void_at_a_time_and_what_is_being_loaded_of_them() throws Exception {
        ReadThroughCache<String, String> cache = open();
        cache.getAll(List.of("a", "b", "c"));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("d"));
            gate.awaitSomebody();

            cache.invalidateAll(List.of("a", "d", "b", "a", "unknown"));
            gate.open();
            assertThat(caller.result()).isEqualTo("d1");

            assertThat(cache.getAll(List.of("a", "b", "c", "d")))
                    .isEqualTo(Map.of("a", "a2", "b", "b2", "c", "c1", "d", "d2"));
            assertThat(cache.stats().invalidations()).isEqualTo(4);
        }
    }

    @Test
    void of_no_keys_none_is_void() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.invalidateAll(List.of());

        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(cache.stats().invalidations()).isZero();
    }

    @Test
    void a_loader_may_put_what_it_has_found_besides() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
            self.get().put("b", "besides");
            return rows.load(key);
        }));
        self.set(cache);

        String a = cache.get("a");
        String b = cache.get("b");

        assertThat(a).isEqualTo("a1");
        assertThat(b).isEqualTo("besides");
    }

    @Test
    void a_loader_that_makes_its_own_key_void_is_returned_and_not_stored() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
            self.get().invalidate(key);
            return rows.load(key);
        }));
        self.set(cache);

        String first = cache.get("a");
        String second = cache.get("a");

        assertThat(first).isEqualTo("a1");
        assertThat(second).isEqualTo("a2");
    }

    @Test
    void what_is_void_by_a_tag_while_its_entry_is_made_is_so_for_who_comes_then() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> {
                    if (value.equals("put")) {
                        self.get().invalidateTag("tag");
                    }
                    return List.of("tag");
                }));
        self.set(cache);

        cache.put("a", "put");

        assertThat(cache.get("a")).isEqualTo("a1");
    }
}
