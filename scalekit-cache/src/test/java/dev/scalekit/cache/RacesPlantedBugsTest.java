package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs in what races do, or in the cache that they are run on; they must turn red by each. */
final class RacesPlantedBugsTest {
    private static final long SEED = InvalidationRacesTest.SEED;
    private static final int ROUNDS = 2_000;
    private static final String CLAIM = "cache.planted-bugs";

    /** Something that might go wrong. */
    enum RaceBug {
        FORGETS_TO_INVALIDATE("was acknowledged") {
            @Override
            Races plant() {
                return new Races(SEED, Course.EVICTING_BY_LRU) {
                    @Override
                    void invalidate(int key) {}
                };
            }
        },
        TAKES_A_COMMIT_FOR_A_ROLLBACK("was acknowledged") {
            @Override
            Races plant() {
                return new Races(SEED, Course.PLAIN) {
                    @Override
                    void end(WriteFence fence) {
                        fence.rollback();
                    }
                };
            }
        },
        /** As does a second cache in front, which nobody tells of anything. */
        RETURNS_WHAT_IT_HAS_IF_IT_TAKES_TOO_LONG("was acknowledged") {
            @Override
            Races plant() {
                Map<Integer, Ledger.Version> had = new ConcurrentHashMap<>();
                return new Races(SEED, Course.HASTY) {
                    @Override
                    Ledger.@Nullable Version get(int key) {
                        try {
                            Ledger.Version version = super.get(key);
                            if (version != null) {
                                had.putIfAbsent(key, version);
                            }
                            return version;
                        } catch (LoadTimeoutException e) {
                            return had.get(key);
                        }
                    }
                };
            }
        },
        MIXES_UP_KEYS("was acknowledged") {
            @Override
            Races plant() {
                return new Races(SEED, Course.BULK) {
                    @Override
                    Map<Integer, Ledger.Version> loadAll(Set<Integer> keys) {
                        Map<Integer, Ledger.Version> all = new HashMap<>(super.loadAll(keys));
                        if (keys.size() > 1) {
                            all.replaceAll((key, version) ->
                                    requireNonNull(all.get(keys.iterator().next())));
                        }
                        return all;
                    }
                };
            }
        },
        EVICTS_BEHIND_THE_BACK_OF_THE_POLICY("nodes that the policy knows are those of the map") {
            @Override
            Races plant() {
                return new Races(SEED, Course.EVICTING_BY_SIEVE) {
                    @Override
                    void round(RandomGenerator random) {
                        super.round(random);
                        if (cache.store instanceof PolicyStore<Integer, ?> store) {
                            store.contents().nodes().clear();
                        }
                    }
                };
            }
        },
        KEEPS_MORE_THAN_IT_MAY("entries instead of") {
            @Override
            Races plant() {
                return new Races(SEED, Course.EVICTING_BY_W_TINY_LFU) {
                    @Override
                    int maximum() {
                        return super.maximum() + 1;
                    }
                };
            }
        },
        FORGETS_TO_END_A_WRITE("still being written") {
            @Override
            Races plant() {
                return new Races(SEED, Course.FAILING) {
                    @Override
                    void end(WriteFence fence) {
                        super.end(fence);
                        cache.write(0);
                    }
                };
            }
        };

        private final String accusation;

        RaceBug(String accusation) {
            this.accusation = accusation;
        }

        abstract Races plant();
    }

    @ParameterizedTest
    @EnumSource
    void what_goes_wrong_in_races_is_found(RaceBug bug) {
        try (Tally planted = Tally.of(CLAIM, SEED);
                Races races = bug.plant()) {
            planted.count(() -> assertThatThrownBy(() -> {
                        InvalidationRacesTest.run(races, ROUNDS, Runnable::run);
                        races.requireEnd();
                    })
                    .hasStackTraceContaining(bug.accusation));
        }
    }

    @Test
    void who_is_not_told_that_a_cache_was_closed_is_found() {
        try (Gate gate = new Gate();
                Tally planted = Tally.of(CLAIM, SEED)) {
            planted.count(() -> assertThatThrownBy(
                            () -> CloseRacesTest.closeMeanwhile(forgotten(gate), SEED, Duration.ofSeconds(1)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("somebody is still waiting"));
        }
    }

    /** Who wants something of a closed cache is told only when a gate is open. */
    private static Races forgotten(Gate gate) {
        return new Races(SEED, Course.PLAIN) {
            @Override
            void round(RandomGenerator random) {
                try {
                    super.round(random);
                } catch (CacheClosedException e) {
                    try {
                        gate.pass();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                    throw e;
                }
            }
        };
    }
}
