package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real threads read and write a few keys at random; who begins to read after a write was acknowledged does not miss it (C1). Then the
 * cache has no more than it may, and its parts agree with each other.
 */
final class InvalidationRacesTest {
    static final long SEED = 41;
    private static final int THREADS = 5;

    /** As many does each thread do, however short the run is, so that all is met that is to be met. */
    private static final int LEAST_ROUNDS = 1_000;

    /** How often something was met in all courses together that are made for it: in a single one that is a matter of chance. */
    private static final Map<String, Long> MET = new TreeMap<>();

    @ParameterizedTest
    @EnumSource
    void nobody_misses_what_was_acknowledged_before(Course course) throws Exception {
        try (Tally tally = Tally.of("cache.invalidation-races", SEED);
                Races races = new Races(SEED, course)) {
            int rounds = Math.max(LEAST_ROUNDS, Effort.scaled(course.rounds) / THREADS);

            run(races, rounds, round -> tally.count(round::run));

            races.requireEnd();
            CacheStats stats = races.cache.stats();
            met("hits", true, stats.hits());
            met("failures", course.isFailing, stats.loadFailures());
            met("evictions", course.maximum < course.keys, stats.evictions());
            met("timeouts", course.isHasty, stats.timeouts());
            met("rejected loads", course.isCrowded, stats.rejected());
        }
    }

    /** @param isMet whether the course is made for it; if not it must not be met at all */
    private static void met(String what, boolean isMet, long times) {
        if (isMet) {
            MET.merge(what, times, Long::sum);
        } else {
            assertThat(times).as(what).isZero();
        }
    }

    @AfterAll
    static void what_courses_are_made_for_was_met() {
        assertThat(MET).allSatisfy((what, times) -> assertThat(times).as(what).isPositive());
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
