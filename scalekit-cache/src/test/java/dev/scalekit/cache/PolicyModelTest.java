package dev.scalekit.cache;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Tally;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each policy evicts what the model says that it does, whatever is done. */
final class PolicyModelTest {
    static final long SEED = 24;
    private static final int STEPS = 1_000;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "W_TINY_LFU")
    void each_eviction_is_the_one_of_the_model(Eviction eviction) {
        try (Tally tally = Tally.of("cache.evictions-modelled", SEED)) {
            for (int maximum : new int[] {1, 2, 3, 5, 12, 50, 300}) {
                tally.count(() -> PolicyRun.check(
                        SEED + maximum,
                        Effort.scaled(12),
                        Math.max(STEPS, 10 * maximum),
                        eviction,
                        maximum,
                        noted -> Stores.bySize(eviction, maximum, noted)));
            }
        }
    }
}
