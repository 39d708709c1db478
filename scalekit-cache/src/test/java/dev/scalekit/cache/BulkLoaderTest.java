package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A loader that is asked for many keys at once. */
final class BulkLoaderTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final Caches caches = new Caches();

    /** What was asked for, call by call. */
    private final List<List<String>> calls = new CopyOnWriteArrayList<>();

    private final Later<BulkLoader<String, String>> table = new Later<>();

    BulkLoaderTest() {
        table.set(BulkLoaderTest::upper);
    }

    private static Map<String, String> upper(Set<String> keys) {
        Map<String, String> found = new HashMap<>();
        keys.forEach(key -> found.put(key, "value of " + key));
        return found;
    }

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.bulkBuilder("test", keys -> {
            calls.add(List.copyOf(keys));
            return table.get().loadAll(keys);
        });
    }

    @Test
    void what_is_missing_is_loaded_in_one_call_in_the_order_of_the_question() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("c");

        Map<String, String> all = cache.getAll(List.of("d", "c", "b", "a", "b"));

        assertThat(calls).containsExactly(List.of("c"), List.of("d", "b", "a"));
        assertThat(List.copyOf(all.keySet())).containsExactly("d", "c", "b", "a");
        assertThat(all).containsEntry("a", "value of a").containsEntry("c", "value of c");
    }

    @Test
    void what_is_all_there_is_not_asked_for() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        Map<String, String> first = cache.getAll(List.of("a", "b"));

        Map<String, String> second = cache.getAll(List.of("b", "a"));

        assertThat(second).isEqualTo(first);
        assertThat(calls).hasSize(1);
    }

    @Test
    void one_key_comes_by_itself() {
        ReadThroughCache<String, String> cache = caches.open(builder());

        String value = cache.get("a");

        assertThat(value).isEqualTo("value of a");
        assertThat(calls).containsExactly(List.of("a"));
    }

    @Test
    void what_was_not_asked_for_is_left_alone() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        table.set(keys -> upper(Set.of("a", "b", "c")));

        Map<String, String> all = cache.getAll(List.of("a", "b"));

        assertThat(all).containsOnlyKeys("a", "b");
        assertThat(cache.explain("c").state()).isEqualTo(Explanation.State.ABSENT);
    }

    @Test
    void what_is_not_found_is_not_there_and_is_asked_for_again() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        table.set(keys -> Map.of("b", "B"));

        Map<String, String> first = cache.getAll(List.of("a", "b", "c"));
        Map<String, String> second = cache.getAll(List.of("a", "b", "c"));

        assertThat(first).isEqualTo(Map.of("b", "B"));
        assertThat(second).isEqualTo(first);
        assertThat(calls).containsExactly(List.of("a", "b", "c"), List.of("a", "c"));
    }

    @Test
    void what_is_not_found_is_remembered_if_that_was_said() {
        ReadThroughCache<String, String> cache = caches.open(builder().missingFor(MINUTE));
        table.set(keys -> Map.of());

        cache.getAll(List.of("a", "b"));
        Map<String, String> again = cache.getAll(List.of("a", "b"));

        assertThat(again).isEmpty();
        assertThat(calls).hasSize(1);
    }

    @Test
    void what_fails_fails_for_all_and_leaves_what_was_there() {
        IllegalStateException failure = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("a");
        table.set(keys -> {
            throw failure;
        });

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b", "c"))).isSameAs(failure);
        assertThatThrownBy(() -> cache.get("c")).isSameAs(failure);

        assertThat(cache.get("a")).isEqualTo("value of a");
        assertThat(cache.stats().loadFailures()).isEqualTo(3);
    }

    @Test
    void a_map_that_throws_fails_for_all_keys() {
        IllegalStateException failure = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache = caches.open(builder());
        table.set(keys -> new HashMap<>(Map.of("a", "A")) {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(Object key) {
                if (key.equals("b")) {
                    throw failure;
                }
                return "A";
            }
        });

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b"))).isSameAs(failure);

        assertThat(cache.stats().size()).isZero();
        assertThat(cache.stats().loading()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // It is what a careless loader does.
    void no_map_at_all_is_a_failure() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        table.set(keys -> null);

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b"))).isInstanceOf(NullPointerException.class);

        table.set(BulkLoaderTest::upper);
        assertThat(cache.get("a")).isEqualTo("value of a");
    }

    @Test
    void a_loader_cannot_change_what_it_is_asked_for() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        table.set(keys -> {
            keys.clear();
            return Map.of();
        });

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b"))).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_value_whose_tags_cannot_be_told_fails_alone() {
        IllegalStateException failure = new IllegalStateException("planted");
        ReadThroughCache<String, String> cache = caches.open(builder().tags((key, value) -> {
            if (key.equals("b")) {
                throw failure;
            }
            return List.of();
        }));

        assertThatThrownBy(() -> cache.getAll(List.of("a", "b", "c"))).isSameAs(failure);

        assertThat(cache.getAll(List.of("a", "c"))).hasSize(2);
        assertThat(calls).hasSize(1);
    }

    @Test
    void what_others_are_loading_is_waited_for_and_not_asked_for_again() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, String> cache = caches.open(builder());
            table.set(keys -> {
                if (keys.contains("a")) {
                    gate.pass();
                }
                return upper(keys);
            });
            Caller owner = Caller.of(() -> cache.getAll(List.of("a", "b")));
            gate.awaitSomebody();
            Caller other = Caller.of(() -> cache.getAll(List.of("b", "c"))).awaitWaiting();

            gate.open();

            assertThat(owner.result()).isEqualTo(Map.of("a", "value of a", "b", "value of b"));
            assertThat(other.result()).isEqualTo(Map.of("b", "value of b", "c", "value of c"));
        }
        assertThat(calls).containsExactly(List.of("a", "b"), List.of("c"));
    }

    @Test
    void what_follows_one_key_may_want_another_one_of_the_same_call() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, String> cache = caches.open(builder());
            table.set(keys -> {
                gate.pass();
                return upper(keys);
            });
            Caller owner = Caller.of(() -> cache.getAll(List.of("a", "b")));
            gate.awaitSomebody();
            CompletableFuture<String> both = cache.getAsync("a").thenApply(a -> a + " and " + cache.get("b"));

            gate.open();

            assertThat(both.get()).isEqualTo("value of a and value of b");
            assertThat(owner.result()).isEqualTo(upper(Set.of("a", "b")));
        }
        assertThat(calls).hasSize(1);
    }

    @Test
    void what_is_past_its_soft_time_is_refreshed_in_one_call() {
        Tasks tasks = new Tasks();
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(MINUTE).refreshAhead(0.5).executor(tasks));
        cache.getAll(List.of("a", "b", "c"));
        caches.ticker.advance(MINUTE.dividedBy(2));

        Map<String, String> all = cache.getAll(List.of("c", "a", "b"));
        tasks.runAll();

        assertThat(all).hasSize(3);
        assertThat(calls).containsExactly(List.of("a", "b", "c"), List.of("c", "a", "b"));
        assertThat(cache.stats().refreshes()).isEqualTo(3);
    }

    @Test
    void a_loader_is_asked_for_many_keys_in_one_call() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        List<String> keys = new ArrayList<>();
        for (int number = 0; number < 5_000; number++) {
            keys.add("key" + number);
        }

        Map<String, String> all = cache.getAll(keys);

        assertThat(all).hasSize(5_000);
        assertThat(calls).containsExactly(keys);
    }
}
