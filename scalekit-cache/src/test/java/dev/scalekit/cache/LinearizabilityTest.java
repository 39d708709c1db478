package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Linearizability;
import dev.scalekit.testkit.Tally;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the callers of a cache share, used by several at once. */
@Tag("lincheck")
@Timeout(300)
final class LinearizabilityTest {
    private static final String CLAIM = "cache.linearizability";
    private static final int SCENARIOS = 8;
    private static final int RUNS = 20;
    private static final String KEY = "key";
    private static final String TAG = "tag";

    /** Fewer scenarios than are usual, as each goes through maps and futures of the JDK step by step. */
    private static void check(Class<?> operations, int scenarios) {
        new ModelCheckingOptions()
                .iterations(scenarios)
                .invocationsPerIteration(RUNS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false)
                .check(operations);
    }

    /** Reads, writes to the database, and what makes void what the cache has, are as if one came after the other. */
    @ParameterizedTest
    @ValueSource(classes = {Reads.class, Tags.class})
    void what_is_read_through_is_as_if_one_call_came_after_the_other(Class<?> operations) {
        try (Tally tally = Tally.of(CLAIM, 0)) {
            tally.count(() -> check(operations, Effort.scaled(SCENARIOS)));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {TagReads.class, FencedReads.class})
    void what_is_read_through_is_so_on_threads_as_they_are(Class<?> operations) {
        Linearizability.BY_STRESS.require(CLAIM, operations);
    }

    /** One row, and what the cache has of it. */
    public static class Reads {
        private final AtomicInteger row = new AtomicInteger(1);
        final Invalidations invalidations = new Invalidations(2);
        final Store<String, Integer> store = new MapStore<>();
        final Flights<String, Integer> flights = new Flights<>(store, invalidations);

        Entry<Integer> entry(int version, long born) {
            return new Entry<>(version, Set.of(TAG), 1, born, 0);
        }

        @Operation
        public @Nullable Integer get() {
            while (true) {
                Lookup<String, Integer> lookup = new Lookup<>(KEY, flights);
                Entry<Integer> known = lookup.known();
                if (known != null) {
                    return known.value;
                }
                try {
                    Entry<Integer> brought = load(lookup);
                    if (lookup.isGood(brought)) {
                        return brought.value;
                    }
                } catch (CompletionException e) {
                    // It was given up by whoever was to load it.
                }
            }
        }

        private Entry<Integer> load(Lookup<String, Integer> lookup) {
            if (lookup.board(new Load<String, Integer>(this, false, 0))) {
                Entry<Integer> known = lookup.known();
                if (known == null) {
                    land(lookup, entry(row.get(), lookup.flight().born));
                } else {
                    lookup.landKnown(known);
                }
            }
            return lookup.flight().landing.join();
        }

        void land(Lookup<String, Integer> lookup, Entry<Integer> loaded) {
            lookup.land(loaded, true);
        }

        @Operation
        public void write() {
            row.incrementAndGet();
        }

        @Operation
        public void invalidate() {
            flights.invalidate(KEY);
        }
    }

    @Param(name = "version", gen = IntGen.class, conf = "100:103")
    public static class TagReads extends Reads {
        @Operation
        public void put(@Param(name = "version") int version) {
            Entry<Integer> entry = entry(version, invalidations.number());
            flights.change(KEY, known -> entry);
        }

        /** Whoever waits for that loads for himself. */
        @Operation
        public void giveUp() {
            Lookup<String, Integer> lookup = new Lookup<>(KEY, flights);
            if (lookup.known() == null && lookup.board(new Load<String, Integer>(this, false, 0))) {
                lookup.abandon(new InterruptedException("interrupted"));
            }
        }

        @Operation
        public void clear() {
            flights.clear();
        }

        @Operation
        public void invalidateTag() {
            invalidations.tag(TAG);
        }
    }

    public static class FencedReads extends Reads {
        @Operation(nonParallelGroup = "writer")
        public void beginWrite() {
            flights.beginWrite(KEY);
        }

        @Operation(nonParallelGroup = "writer")
        public void endWrite() {
            flights.endWrite(KEY, true);
        }
    }

    /** Something that has a tag, which stays void once that was invalidated, though all is cleared, or the tag is forgotten. */
    @Param(name = "tag", gen = IntGen.class, conf = "1:4")
    public static class Tags {
        private final Invalidations invalidations = new Invalidations(2);
        private volatile @Nullable Entry<Integer> entry = new Entry<>(1, Set.of("1"), 1, 0, 0);

        @Operation
        public void tag(@Param(name = "tag") int tag) {
            invalidations.tag(String.valueOf(tag));
        }

        @Operation
        public void clear() {
            invalidations.clear();
        }

        @Operation
        public boolean isKnown() {
            Entry<Integer> known = entry;
            boolean isKnown = known != null && known.isValid(invalidations);
            if (!isKnown) {
                // As what is void is taken out: it may be seen to be so before that has been acknowledged.
                entry = null;
            }
            return isKnown;
        }
    }

    @Test
    void a_load_that_lands_over_what_came_meanwhile_is_found() {
        try (Tally found = Tally.of("cache.planted-bugs", 0)) {
            found.count(() -> assertThatThrownBy(() -> check(HastyReads.class, SCENARIOS))
                    .isInstanceOf(LincheckAssertionError.class));
        }
    }

    /** They store what they have loaded whenever that is. */
    public static class HastyReads extends Reads {
        @Override
        void land(Lookup<String, Integer> lookup, Entry<Integer> loaded) {
            store.put(KEY, loaded);
            lookup.land(loaded, true);
        }
    }
}
