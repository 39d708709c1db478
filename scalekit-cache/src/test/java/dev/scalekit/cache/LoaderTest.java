package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is loaded, and how often. */
final class LoaderTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    /** Has a value only for what is in it. */
    private final Map<String, String> table = new ConcurrentHashMap<>();

    private final AtomicInteger reads = new AtomicInteger();

    private ReadThroughCacheBuilder<String, String> ofTable() {
        return ReadThroughCache.builder("test", key -> {
            reads.incrementAndGet();
            return table.get(key);
        });
    }

    @Test
    void what_was_loaded_is_not_loaded_again() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));

        String first = cache.get("a");
        String second = cache.get("a");

        assertThat(first).isEqualTo("a1");
        assertThat(second).isSameAs(first);
    }

    @Test
    void each_key_has_a_value_of_its_own() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));

        String a = cache.get("a");
        String b = cache.get("b");

        assertThat(a).isEqualTo("a1");
        assertThat(b).isEqualTo("b1");
    }

    @Test
    void two_caches_of_the_same_name_have_nothing_in_common() {
        ReadThroughCache<String, String> one = caches.open(ReadThroughCache.builder("test", rows));
        ReadThroughCache<String, String> other = caches.open(ReadThroughCache.builder("test", rows));

        String first = one.get("a");
        String second = other.get("a");

        assertThat(first).isEqualTo("a1");
        assertThat(second).isEqualTo("a2");
    }

    @Test
    void callers_who_come_while_a_key_is_loaded_wait_for_that_load() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        List<Caller> callers = new ArrayList<>();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            callers.add(Caller.of(() -> cache.get("a")));
            gate.awaitSomebody();

            for (int number = 0; number < 10; number++) {
                callers.add(Caller.of(() -> cache.get("a")).awaitWaiting());
            }
            gate.open();

            for (Caller caller : callers) {
                assertThat(caller.result()).isEqualTo("a1");
            }
        }
        assertThat(rows.reads()).isOne();
    }

    @Test
    void a_loader_may_read_other_keys_of_the_cache() {
        Later<ReadThroughCache<Integer, Integer>> self = new Later<>();
        ReadThroughCache<Integer, Integer> cache = caches.open(ReadThroughCache.builder("test", number -> {
            ReadThroughCache<Integer, Integer> itself = self.get();
            return number < 2
                    ? number
                    : Integer.sum(requireNonNull(itself.get(number - 1)), requireNonNull(itself.get(number - 2)));
        }));
        self.set(cache);

        Integer fibonacci = cache.get(30);

        assertThat(fibonacci).isEqualTo(832_040);
        assertThat(cache.stats().loads()).isEqualTo(31);
    }

    @Test
    void a_loader_that_reads_its_own_key_is_refused_and_the_cache_unharmed() {
        Later<ReadThroughCache<Integer, Integer>> self = new Later<>();
        ReadThroughCache<Integer, Integer> cache = caches.open(ReadThroughCache.builder(
                "test", number -> number == 0 ? number : self.get().get(number)));
        self.set(cache);

        assertThatThrownBy(() -> cache.get(17))
                .isInstanceOf(RecursiveLoadException.class)
                .hasMessageContaining("17");

        assertThat(cache.get(0)).isZero();
        assertThat(cache.stats().loading()).isZero();
    }

    @Test
    void a_loader_that_reads_its_own_key_through_another_cache_is_refused_too() {
        Later<ReadThroughCache<String, String>> self = new Later<>();
        ReadThroughCache<String, String> other =
                caches.open(ReadThroughCache.builder("other", key -> self.get().get(key)));
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", other::get));
        self.set(cache);

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(RecursiveLoadException.class);

        assertThat(cache.stats().loading()).isZero();
        assertThat(other.stats().loading()).isZero();
    }

    @Test
    void nothing_found_is_null_and_is_looked_for_each_time() {
        ReadThroughCache<String, String> cache = caches.open(ofTable());

        String first = cache.get("a");
        String second = cache.get("a");

        assertThat(first).isNull();
        assertThat(second).isNull();
        assertThat(reads).hasValue(2);
        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void nothing_found_is_remembered_for_as_long_as_was_said() {
        ReadThroughCache<String, String> cache =
                caches.open(ofTable().missingFor(MINUTE).expireAfter(Duration.ofHours(1)));

        String first = cache.get("a");
        caches.ticker.advance(MINUTE.minusNanos(1));
        String second = cache.get("a");

        assertThat(first).isNull();
        assertThat(second).isNull();
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_row_that_comes_into_being_is_found_when_its_absence_is_forgotten() {
        ReadThroughCache<String, String> cache =
                caches.open(ofTable().missingFor(MINUTE).expireAfter(Duration.ofHours(1)));
        String before = cache.get("a");
        table.put("a", "new");

        caches.ticker.advance(MINUTE);
        String after = cache.get("a");

        assertThat(before).isNull();
        assertThat(after).isEqualTo("new");
    }

    @Test
    void a_row_that_is_gone_is_gone_from_the_cache_too() {
        ReadThroughCache<String, String> cache =
                caches.open(ofTable().expireAfter(MINUTE).staleIfError(MINUTE));
        table.put("a", "old");
        String before = cache.get("a");
        table.remove("a");

        caches.ticker.advance(MINUTE);
        String after = cache.get("a");

        assertThat(before).isEqualTo("old");
        assertThat(after).isNull();
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
    }

    @Test
    void callers_who_wait_for_a_row_that_is_not_there_share_one_load() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
                reads.incrementAndGet();
                gate.pass();
                return null;
            }));
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            gate.open();

            assertThat(owner.result()).isNull();
            assertThat(waiter.result()).isNull();
        }
        assertThat(reads).hasValue(1);
    }
}
