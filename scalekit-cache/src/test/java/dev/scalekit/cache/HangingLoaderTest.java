package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A load that hangs delays nobody but those who want it. */
final class HangingLoaderTest {
    private static final int KEYS = Effort.upTo(10_000);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows).tags((key, value) -> List.of(Told.TAG)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TAGGED")
    void whoever_writes_does_not_wait_for_a_load_and_the_next_caller_does_not_get_what_it_brings(Told told)
            throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller before = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            told.tell(cache, "a");
            String after = cache.get("a");

            // Only now may the load go on: so nobody has waited for it.
            assertThat(gate.isOpen()).isFalse();
            gate.open();
            assertThat(before.result()).isEqualTo("a1");
            assertThat(after).isEqualTo(told == Told.PUT ? Told.NEW : "a2");
            assertThat(cache.get("a")).isEqualTo(after);
        }
    }

    @Test
    void whoever_invalidates_a_tag_does_not_wait_and_who_comes_then_waits_for_the_load_and_loads_again()
            throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller before = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            Told.TAGGED.tell(cache, "a");
            assertThat(gate.isOpen()).isFalse();
            // Nobody knows yet which tags it will have.
            Caller after = Caller.of(() -> cache.get("a")).awaitWaiting();
            gate.open();

            assertThat(before.result()).isEqualTo("a1");
            assertThat(after.result()).isEqualTo("a2");
            assertThat(cache.get("a")).isEqualTo("a2");
        }
    }

    @Test
    void stats_and_explanations_do_not_wait_for_a_load() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            Explanation explanation = cache.explain("a");
            CacheStats stats = cache.stats();

            assertThat(explanation.loading()).isTrue();
            assertThat(stats.loading()).isOne();
            assertThat(cache).hasToString("ReadThroughCache[test, 0 entries, 1 loading]");
            gate.open();
            assertThat(caller.result()).isEqualTo("a1");
        }
    }

    /** A key that shares its hash code with others. Immutable. */
    private record Colliding(int number, int hashes) implements Comparable<Colliding> {
        @Override
        public int hashCode() {
            return number % hashes;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Colliding it && it.number == number;
        }

        @Override
        public int compareTo(Colliding other) {
            return Integer.compare(number, other.number);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 10_000})
    void no_other_key_waits_however_their_hash_codes_collide(int hashes) throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<Colliding, Integer> cache =
                    caches.open(ReadThroughCache.<Colliding, Integer>builder("test", key -> {
                        if (key.number == 0) {
                            gate.pass();
                        }
                        return key.number;
                    }));
            Caller hanging = Caller.of(() -> cache.get(new Colliding(0, hashes)));
            gate.awaitSomebody();

            List<Integer> values = new ArrayList<>();
            for (int number = 1; number <= KEYS; number++) {
                values.add(cache.get(new Colliding(number, hashes)));
            }

            assertThat(gate.isOpen()).isFalse();
            assertThat(values).hasSize(KEYS).doesNotHaveDuplicates();
            gate.open();
            assertThat(hanging.result()).isEqualTo(0);
        }
    }

    @Test
    void many_loads_that_hang_delay_no_other_key() throws Exception {
        List<Caller> callers = new ArrayList<>();
        try (Gate gate = new Gate()) {
            ReadThroughCache<Integer, Integer> cache =
                    caches.open(ReadThroughCache.<Integer, Integer>builder("test", key -> {
                        if (key < 100) {
                            gate.pass();
                        }
                        return key;
                    }));
            for (int number = 0; number < 100; number++) {
                int key = number;
                callers.add(Caller.of(() -> cache.get(key)).awaitWaiting());
            }

            Integer other = cache.get(100);

            assertThat(other).isEqualTo(100);
            gate.open();
            for (int number = 0; number < 100; number++) {
                assertThat(callers.get(number).result()).isEqualTo(number);
            }
        }
    }
}
