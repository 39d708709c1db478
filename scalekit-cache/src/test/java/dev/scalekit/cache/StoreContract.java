package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
abstract class StoreContract {
    private static final long SEED = 8;
    private static final int THREADS = 4;
    private static final int TURNS = Effort.scaled(20_000);
    private static final int FLOOD = Effort.upTo(1_000_000);

    private final Noted<Object, Integer> noted = new Noted<>();

    abstract <K> Store<K, Integer> store(long maximum, Store.Evicted<? super K, Integer> evicted);

    private <K> Store<K, Integer> store(long maximum) {
        return store(maximum, noted);
    }

    /** Fails if the parts of a store do not agree. */
    private static void requireConsistent(Store<?, Integer> store) {
        if (store instanceof PolicyStore<?, Integer> own) {
            Consistency.require(own);
        }
    }

    static Entry<Integer> entry(int value) {
        return entry(value, 1);
    }

    static Entry<Integer> entry(int value, int weight) {
        return new Entry<>(value, Set.of(), weight, 0, 0);
    }

    private static <K> Map<K, Entry<Integer>> all(Store<K, Integer> store) {
        Map<K, Entry<Integer>> all = new HashMap<>();
        for (Iterator<Map.Entry<K, Entry<Integer>>> entries = store.entries(); entries.hasNext(); ) {
            Map.Entry<K, Entry<Integer>> next = entries.next();
            assertThat(all.put(next.getKey(), next.getValue()))
                    .as("a key seen twice")
                    .isNull();
        }
        return all;
    }

    @Test
    void what_was_put_is_there_until_it_is_removed() {
        Store<String, Integer> store = store(10);
        Entry<Integer> one = entry(1);

        store.put("one", one);

        assertThat(store.get("one")).isSameAs(one);
        assertThat(store.peek("one")).isSameAs(one);
        assertThat(store.size()).isOne();
        assertThat(store.weight()).isOne();

        store.remove("one");
        store.remove("one");

        assertThat(store.get("one")).isNull();
        assertThat(store.peek("one")).isNull();
        assertThat(store.size()).isZero();
        requireConsistent(store);
    }

    @Test
    void what_is_put_again_takes_the_place_of_what_was_there() {
        Store<String, Integer> store = store(10);
        Entry<Integer> second = entry(2);
        store.put("key", entry(1));

        store.put("key", second);

        assertThat(store.get("key")).isSameAs(second);
        assertThat(store.size()).isOne();
        assertThat(noted.all()).isEmpty();
    }

    @Test
    void only_the_entry_that_is_meant_is_removed() {
        Store<String, Integer> store = store(10);
        Entry<Integer> there = entry(1);
        store.put("key", there);

        store.remove("key", entry(1));
        store.remove("other", there);
        Entry<Integer> before = store.get("key");
        store.remove("key", there);

        assertThat(before).isSameAs(there);
        assertThat(store.get("key")).isNull();
        requireConsistent(store);
    }

    @Test
    void after_clear_nothing_is_there_and_all_works_as_at_first() {
        Store<Integer, Integer> store = store(3);
        IntStream.range(0, 9).forEach(key -> store.put(key, entry(key)));
        noted.taken();

        store.clear();
        long size = store.size();
        IntStream.range(9, 12).forEach(key -> store.put(key, entry(key)));

        assertThat(size).isZero();
        assertThat(all(store)).containsOnlyKeys(9, 10, 11);
        assertThat(noted.all()).isEmpty();
        requireConsistent(store);
    }

    @Test
    void all_entries_are_gone_through_once() {
        Store<Integer, Integer> store = store(100);
        Map<Integer, Entry<Integer>> put = new HashMap<>();
        IntStream.range(0, 50).forEach(key -> put.put(key, entry(key)));
        put.forEach(store::put);

        Map<Integer, Entry<Integer>> all = all(store);

        assertThat(all).isEqualTo(put);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void each_eviction_is_told_once_and_there_are_never_more_than_the_maximum(int maximum) {
        Store<Integer, Integer> store = store(maximum);
        RandomGenerator random = Seeds.random(SEED);
        Map<Integer, Entry<Integer>> there = new HashMap<>();

        for (int i = 0; i < 20 * maximum + 100; i++) {
            int key = random.nextInt(3 * maximum + 3);
            assertThat(store.get(key)).isSameAs(there.get(key));
            Entry<Integer> entry = entry(i);
            store.put(key, entry);
            there.put(key, entry);
            assertThat(store.size()).isLessThanOrEqualTo(maximum);
            noted.all()
                    .forEach(told -> assertThat(there.remove(told.key()))
                            .as("what was there of %s", told.key())
                            .isSameAs(told.entry()));
            noted.taken();
        }

        assertThat(all(store)).isEqualTo(there);
        assertThat(there).hasSize(maximum);
        requireConsistent(store);
    }

    @Test
    void what_is_taken_out_is_not_told_of() {
        Store<Integer, Integer> store = store(10);
        IntStream.range(0, 10).forEach(key -> store.put(key, entry(key)));

        store.put(0, entry(100));
        store.remove(1);
        store.remove(2, requireNonNull(store.peek(2)));
        store.clear();

        assertThat(noted.all()).isEmpty();
    }

    @Test
    void a_flood_of_keys_leaves_no_more_than_the_maximum() {
        int maximum = 1_000;
        long[] told = {0};
        Store<Integer, Integer> store = store(maximum, (key, entry) -> told[0]++);

        for (int key = 0; key < FLOOD; key++) {
            store.put(key, entry(key));
        }

        assertThat(store.size()).isEqualTo(Math.min(FLOOD, maximum));
        assertThat(told[0]).isEqualTo(FLOOD - store.size());
        requireConsistent(store);
    }

    /** Not comparable, so that the map can only go through those that collide. */
    private record Colliding(int number) {
        @Override
        public int hashCode() {
            return 42;
        }
    }

    @Test
    void keys_whose_hash_codes_collide_are_kept_apart() {
        Store<Colliding, Integer> store = store(50);

        for (int i = 0; i < 500; i++) {
            Entry<Integer> entry = entry(i);
            store.put(new Colliding(i), entry);
            store.get(new Colliding(i / 2));
            assertThat(store.size()).isLessThanOrEqualTo(50);
        }

        Map<Colliding, Entry<Integer>> all = all(store);
        assertThat(all).hasSize(50);
        all.forEach((key, entry) -> {
            assertThat(entry.value).isEqualTo(key.number);
            assertThat(store.peek(key)).isSameAs(entry);
        });
        requireConsistent(store);
    }

    @Test
    void who_reads_while_something_is_put_again_always_finds_it() throws Exception {
        Store<String, Integer> store = store(10);
        store.put("key", entry(0));
        AtomicBoolean isOver = new AtomicBoolean();

        Together.run(2, thread -> {
            if (thread == 0) {
                IntStream.range(1, TURNS).forEach(i -> store.put("key", entry(i)));
                isOver.set(true);
            } else {
                int last = 0;
                while (!isOver.get()) {
                    int value = requireNonNull(requireNonNull(store.get("key")).value);
                    assertThat(value).isGreaterThanOrEqualTo(last);
                    last = value;
                }
            }
        });

        assertThat(requireNonNull(store.get("key")).value).isEqualTo(TURNS - 1);
    }

    @Test
    void threads_that_do_everything_at_once_leave_a_store_that_agrees_with_itself() throws Exception {
        int maximum = 16;
        Store<Integer, Integer> store = store(maximum);
        ConcurrentMap<Entry<Integer>, Integer> put = new ConcurrentHashMap<>();

        Together.run(THREADS, thread -> {
            RandomGenerator random = Seeds.random(SEED + thread);
            for (int i = 0; i < TURNS; i++) {
                int key = random.nextInt(4 * maximum);
                Entry<Integer> known = store.get(key);
                if (known != null) {
                    assertThat(put).containsEntry(known, key);
                }
                switch (random.nextInt(20)) {
                    case 0 -> store.remove(key);
                    case 1 -> {
                        if (known != null) {
                            store.remove(key, known);
                        }
                    }
                    case 2, 3, 4, 5, 6 -> {
                        Entry<Integer> entry = entry(i);
                        put.put(entry, key);
                        store.put(key, entry);
                    }
                    case 7 -> {
                        if (i % 50 == 0) {
                            store.clear();
                        }
                    }
                    default -> store.peek(key);
                }
            }
        });

        Map<Integer, Entry<Integer>> left = all(store);
        assertThat(store.size()).isEqualTo(left.size()).isLessThanOrEqualTo(maximum);
        left.forEach((key, entry) -> assertThat(put).containsEntry(entry, key));
        List<Entry<Integer>> told =
                new ArrayList<>(noted.all().stream().map(Noted.Eviction::entry).toList());
        assertThat(new HashSet<>(told)).as("told once each").hasSameSizeAs(told);
        assertThat(told)
                .filteredOn(left::containsValue)
                .as("told, and still there")
                .isEmpty();
        noted.all().forEach(one -> assertThat(put).containsEntry(one.entry(), (Integer) one.key()));
        requireConsistent(store);
    }
}
