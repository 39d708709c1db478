package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real threads read and write a few keys at random; who begins to read after a write was acknowledged does not miss it (C1). Then the
 * cache has no more than it may, and its parts agree with each other.
 */
final class InvalidationRacesTest {
    static final long SEED = 41;
    private static final int THREADS = 5;

    @ParameterizedTest
    @EnumSource
    void nobody_misses_what_was_acknowledged_before(Course course) throws Exception {
        try (Tally tally = Tally.of("cache.invalidation-races", SEED);
                Races races = new Races(SEED, course)) {
            run(races, Effort.scaled(course.rounds) / THREADS + 1, round -> tally.count(round::run));

            races.requireEnd();
            CacheStats met = races.cache.stats();
            assertThat(met.hits()).isPositive();
            assertThat(met.loadFailures() > 0).isEqualTo(course.isFailing);
            assertThat(met.evictions() > 0).isEqualTo(course.maximum < course.keys);
            assertThat(met.timeouts() > 0).isEqualTo(course.isHasty);
            assertThat(met.rejected() > 0).isEqualTo(course.isCrowded);
        }
    }

    /**
     * Returns when all threads are done, and fails as one of them.
     *
     * @param rounds of each thread
     */
    static void run(Races races, int rounds, Consumer<Runnable> each) throws Exception {
        List<Callable<Integer>> bodies = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            RandomGenerator random = Seeds.random(SEED + thread);
            bodies.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    each.accept(() -> races.round(random));
                }
                return rounds;
            });
        }
        for (FutureTask<Integer> task : Crowds.run(Crowds::platform, bodies)) {
            assertThat(task.get()).isEqualTo(rounds);
        }
    }
}
