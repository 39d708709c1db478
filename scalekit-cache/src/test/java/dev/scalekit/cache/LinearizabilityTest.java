package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Linearizability;
import dev.scalekit.testkit.Tally;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
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

    /** Until one of them reads, writes, and does not make it void once more. */
    private static final int SCENARIOS_OF_WRITES = 100;

    private static final String KEY = "key";
    private static final String TAG = "tag";

    /** Fewer scenarios than are usual, as each goes through maps and futures of the JDK step by step. */
    private static void check(Options<?, ?> options, Class<?> operations, int scenarios) {
        options.iterations(scenarios)
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
            tally.count(() -> check(new ModelCheckingOptions(), operations, Effort.scaled(SCENARIOS)));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {TagReads.class, FencedReads.class})
    void what_is_read_through_is_so_on_threads_as_they_are(Class<?> operations) {
        Linearizability.BY_STRESS.require(CLAIM, operations);
    }

    /**
     * One row, and what the cache has of it. After each run that is looked at, whether anybody has read it again or not: it must be from
     * after the last time that it was made void.
     */
    public static class Reads {
        private static final int NEVER_VOID = Integer.MAX_VALUE;

        private final AtomicInteger row = new AtomicInteger(1);
        private final AtomicInteger moments = new AtomicInteger();

        /** What was read before that moment is void; it was acknowledged. */
        private final AtomicInteger voided = new AtomicInteger();

        final Invalidations invalidations = new Invalidations(2);
        final Store<String, Integer> store = new MapStore<>();
        final Flights<String, Integer> flights = new Flights<>(store, invalidations);

        /** @param moment when it was read at the earliest */
        private static Entry<Integer> entry(int version, long born, int moment) {
            return new Entry<>(version, Set.of(TAG), 1, born, moment);
        }

        Entry<Integer> given(int version) {
            // It may come after what makes it void and began later.
            return entry(version, invalidations.number(), NEVER_VOID);
        }

        int nextMoment() {
            return moments.incrementAndGet();
        }

        void makeVoid(Runnable how) {
            int begun = nextMoment();
            how.run();
            voided.accumulateAndGet(begun, Math::max);
        }

        /** There may be only one such method. */
        @Validate
        public void nothingVoidIsLeft() {
            Entry<Integer> known = flights.known(KEY);
            require(known);
            if (known != null && known.writtenNanos() < voided.get()) {
                throw new AssertionError(known + " of " + known.writtenNanos() + " is void since " + voided);
            }
            if (flights.count() != 0) {
                throw new AssertionError("a load is left: " + flights);
            }
        }

        void require(@Nullable Entry<Integer> known) {}

        @Operation
        public @Nullable Integer get() {
            while (true) {
                Lookup<String, Integer> lookup = new Lookup<>(KEY, flights);
                Entry<Integer> known = lookup.known();
                if (known != null) {
                    return known.value;
                }
                Entry<Integer> brought = load(lookup);
                if (brought != null && lookup.isGood(brought)) {
                    return brought.value;
                }
            }
        }

        /** Returns null if it was given up by whoever was to load it. */
        private @Nullable Entry<Integer> load(Lookup<String, Integer> lookup) {
            if (lookup.board(new Load<String, Integer>(this, asks -> {}, false, 0))) {
                Entry<Integer> known = lookup.known();
                if (known == null) {
                    int moment = moments.get();
                    land(lookup, entry(row.get(), lookup.flight().born, moment));
                } else {
                    lookup.landKnown(known);
                }
            }
            try {
                lookup.flight().await(null);
            } catch (InterruptedException | TimeoutException e) {
                throw new AssertionError("nobody interrupts, and there is no time", e);
            }
            return lookup.flight().brought();
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
            makeVoid(() -> flights.invalidate(KEY));
        }
    }

    @Param(name = "version", gen = IntGen.class, conf = "100:103")
    public static class TagReads extends Reads {
        @Operation
        public void put(@Param(name = "version") int version) {
            Entry<Integer> entry = given(version);
            flights.change(KEY, known -> entry);
        }

        /** Whoever waits for that loads for himself. */
        @Operation
        public void giveUp() {
            Lookup<String, Integer> lookup = new Lookup<>(KEY, flights);
            if (lookup.known() == null && lookup.board(new Load<String, Integer>(this, asks -> {}, false, 0))) {
                lookup.abandon(new InterruptedException("interrupted"));
            }
        }

        @Operation
        public void clear() {
            makeVoid(flights::clear);
        }

        @Operation
        public void invalidateTag() {
            makeVoid(() -> invalidations.tag(TAG));
        }
    }

    public static class FencedReads extends Reads {
        /** How many writes are under way, and since when nothing is stored; one thread at a time changes both. */
        private final AtomicInteger writes = new AtomicInteger();

        private volatile int firstBegan;

        @Operation(nonParallelGroup = "writer")
        public void beginWrite() {
            flights.beginWrite(KEY);
            if (writes.getAndIncrement() == 0) {
                firstBegan = nextMoment();
            }
        }

        @Operation(nonParallelGroup = "writer")
        public void endWrite() {
            if (writes.get() > 0) {
                writes.decrementAndGet();
                makeVoid(this::end);
            }
        }

        void end() {
            flights.endWrite(KEY, true);
        }

        @Override
        void require(@Nullable Entry<Integer> known) {
            if (writes.get() > 0 && known != null && known.writtenNanos() >= firstBegan) {
                throw new AssertionError(known + " was stored during a write that began at " + firstBegan);
            }
            if (flights.isWritten(KEY) != (writes.get() > 0)) {
                throw new AssertionError(writes + " writes are under way");
            }
        }
    }

    /** Something that has a tag, which stays void once that was invalidated, though all is cleared, or the tag is forgotten. */
    @Param(name = "tag", gen = IntGen.class, conf = "1:4")
    public static class Tags {
        private final Invalidations invalidations = new Invalidations(2);
        private volatile @Nullable Entry<Integer> entry = new Entry<>(1, Set.of("1"), 1, 0, 0);
        private volatile boolean isVoid;

        @Operation
        public void tag(@Param(name = "tag") int tag) {
            invalidations.tag(String.valueOf(tag));
            if (tag == 1) {
                isVoid = true;
            }
        }

        @Operation
        public void clear() {
            invalidations.clear();
            isVoid = true;
        }

        @Validate
        public void whatIsVoidStaysSo() {
            Entry<Integer> known = entry;
            if (isVoid && known != null && known.isValid(invalidations)) {
                throw new AssertionError(known + " is void");
            }
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
        requireFound(() -> check(new ModelCheckingOptions(), HastyReads.class, SCENARIOS));
    }

    @ParameterizedTest
    @ValueSource(classes = {ForgetfulReads.class, LeakingReads.class})
    void a_write_that_leaves_something_old_is_found_though_nobody_reads_it(Class<?> operations) {
        requireFound(() -> check(new StressOptions(), operations, SCENARIOS_OF_WRITES));
    }

    private static void requireFound(ThrowingCallable check) {
        try (Tally found = Tally.of("cache.planted-bugs", 0)) {
            found.count(() -> assertThatThrownBy(check).isInstanceOf(LincheckAssertionError.class));
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

    /** The end of a write makes nothing void. */
    public static class ForgetfulReads extends FencedReads {
        @Override
        void end() {
            flights.endWrite(KEY, false);
        }
    }

    /** They store also while it is written. */
    public static class LeakingReads extends FencedReads {
        @Override
        void land(Lookup<String, Integer> lookup, Entry<Integer> loaded) {
            lookup.land(loaded, true);
            store.put(KEY, loaded);
        }
    }
}
