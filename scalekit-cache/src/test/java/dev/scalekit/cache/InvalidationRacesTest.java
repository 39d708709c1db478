package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads read and write a few keys at random; who begins to read after a write was acknowledged does not miss it (C1). */
final class InvalidationRacesTest {
    private static final long SEED = 41;
    private static final int THREADS = 5;
    private static final int ROUNDS = 520_000 / THREADS;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_misses_what_was_acknowledged_before(boolean isFailing) throws Exception {
        try (Tally tally = Tally.of("cache.invalidation-races", SEED);
                Races races = new Races(SEED, isFailing)) {
            List<Callable<Integer>> bodies = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                RandomGenerator random = Seeds.random(SEED + thread);
                bodies.add(() -> rounds(races, random, tally));
            }

            for (FutureTask<Integer> task : Crowds.run(Crowds::platform, bodies)) {
                assertThat(task.get()).isPositive();
            }

            races.requireEnd();
        }
    }

    private static int rounds(Races races, RandomGenerator random, Tally tally) {
        int rounds = Effort.scaled(ROUNDS);
        for (int round = 0; round < rounds; round++) {
            tally.count(() -> races.round(random));
        }
        return rounds;
    }
}
