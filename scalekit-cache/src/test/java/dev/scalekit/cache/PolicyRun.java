package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store and the model of its policy, to which the same happens. Not thread-safe. */
final class PolicyRun {
    private static final int STEPS_BETWEEN_LOOKS = 64;

    private final int maximum;
    private final Eviction eviction;
    private final Noted<Integer, Integer> noted = new Noted<>();
    private final Store<Integer, Integer> store;
    private final Map<Integer, Entry<Integer>> there = new HashMap<>();
    private Model model;
    private int steps;

    /** Something that is done; each can be done at any time, so any steps make a sequence. */
    record Step(Kind kind, int key) {}

    enum Kind {
        GET,
        PEEK,
        PUT,
        REMOVE,
        REMOVE_ENTRY,
        REMOVE_ANOTHER,
        CLEAR
    }

    PolicyRun(
            int maximum, Eviction eviction, Function<Store.Evicted<Integer, Integer>, Store<Integer, Integer>> stores) {
        this.maximum = maximum;
        this.eviction = eviction;
        this.model = Model.of(eviction, maximum);
        this.store = stores.apply(noted);
    }

    /** Few keys more than there is room for, some of which are popular. */
    static List<Step> steps(RandomGenerator random, int maximum, int count) {
        int keys = 2 * maximum + 2;
        return Stream.generate(() -> {
                    Kind kind = kind(random.nextInt(500));
                    int one = random.nextInt(keys);
                    return new Step(kind, Math.min(one, random.nextInt(keys)));
                })
                .limit(count)
                .toList();
    }

    private static Kind kind(int number) {
        return number < 1
                ? Kind.CLEAR
                : number < 20
                        ? Kind.REMOVE
                        : number < 30
                                ? Kind.REMOVE_ENTRY
                                : number < 40
                                        ? Kind.REMOVE_ANOTHER
                                        : number < 60 ? Kind.PEEK : number < 300 ? Kind.GET : Kind.PUT;
    }

    /** Checks sequences of steps, for small stores and larger ones. */
    static void check(
            long seed,
            int cases,
            int steps,
            Eviction eviction,
            int maximum,
            Function<Store.Evicted<Integer, Integer>, Store<Integer, Integer>> stores) {
        Seeds.forAllSequences(seed, cases, random -> steps(random, maximum, steps), sequence -> {
            PolicyRun run = new PolicyRun(maximum, eviction, stores);
            sequence.forEach(run::happens);
            run.look();
        });
    }

    private void happens(Step step) {
        Integer key = step.key;
        switch (step.kind) {
            case GET -> {
                requireSame(store.get(key), there.get(key));
                if (there.containsKey(key)) {
                    model.hit(key);
                }
            }
            case PEEK -> requireSame(store.peek(key), there.get(key));
            case PUT -> put(key);
            case REMOVE -> {
                store.remove(key);
                removed(key);
            }
            case REMOVE_ENTRY -> {
                Entry<Integer> known = there.get(key);
                if (known != null) {
                    store.remove(key, known);
                    removed(key);
                }
            }
            case REMOVE_ANOTHER -> store.remove(key, StoreContract.entry(-1));
            case CLEAR -> {
                store.clear();
                there.clear();
                model = Model.of(eviction, maximum);
            }
        }
        if (store.size() != there.size()) {
            throw new AssertionError("size is " + store.size() + ", not " + there.size());
        }
        if (++steps % STEPS_BETWEEN_LOOKS == 0) {
            look();
        }
    }

    /** Called too often for a library of assertions. */
    @SuppressWarnings("ReferenceEquality") // Another entry is another object.
    private static void requireSame(@Nullable Entry<Integer> found, @Nullable Entry<Integer> right) {
        if (found != right) {
            throw new AssertionError("found " + found + " instead of " + right);
        }
    }

    private void put(Integer key) {
        Entry<Integer> entry = StoreContract.entry(steps);
        store.put(key, entry);
        List<Integer> evicted = noted.taken();
        if (there.containsKey(key) || there.size() < maximum) {
            assertThat(evicted).as("evicted for %s", key).isEmpty();
        } else {
            assertThat(evicted).as("evicted for %s", key).hasSize(1);
            model.evicted(evicted.get(0));
            there.remove(evicted.get(0));
        }
        if (there.put(key, entry) == null) {
            model.add(key);
        }
    }

    private void removed(Integer key) {
        if (there.remove(key) != null) {
            model.remove(key);
        }
    }

    private void look() {
        there.forEach((key, entry) ->
                assertThat(store.peek(key)).as("there is %s", key).isSameAs(entry));
        if (store instanceof PolicyStore<Integer, Integer> own) {
            Consistency.require(own);
        }
    }
}
