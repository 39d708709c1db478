package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cache is closed while several threads use it: what each gets is right until it is told, and nobody waits for ever. */
final class CloseRacesTest {
    private static final long SEED = 43;
    private static final int THREADS = 3;
    private static final int CASES = 20;
    private static final int MOST_ROUNDS = 60;

    @ParameterizedTest
    @EnumSource
    void each_who_uses_a_cache_while_it_is_closed_gets_what_is_right_until_it_is_told(Course course) throws Exception {
        try (Tally tally = Tally.of("cache.close-races", SEED)) {
            for (int number = 0; number < Effort.scaled(CASES); number++) {
                long seed = SEED + number;
                tally.count(() -> closeMeanwhile(new Races(seed, course), seed, Caches.PATIENCE));
            }
        }
    }

    static void closeMeanwhile(Races races, long seed, Duration patience) throws Exception {
        List<Callable<Integer>> bodies = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            RandomGenerator random = Seeds.random(seed * THREADS + thread);
            bodies.add(() -> untilClosed(races, random));
        }
        RandomGenerator random = Seeds.random(seed);
        int rounds = random.nextInt(MOST_ROUNDS);
        bodies.add(() -> {
            for (int round = 0; round < rounds; round++) {
                races.round(random);
            }
            races.close();
            return rounds;
        });

        for (FutureTask<Integer> task : Crowds.start(Crowds::platform, bodies)) {
            try {
                assertThat(task.get(patience.toMillis(), TimeUnit.MILLISECONDS)).isNotNegative();
            } catch (TimeoutException e) {
                throw new AssertionError("somebody is still waiting: " + races, e);
            }
        }
        races.requireClosed();
    }

    /** Returns how much was done before. */
    private static int untilClosed(Races races, RandomGenerator random) {
        int rounds = 0;
        while (true) {
            try {
                races.round(random);
                rounds++;
            } catch (CacheClosedException e) {
                return rounds;
            }
        }
    }
}
