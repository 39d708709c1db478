package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.ForceTimes.Summary;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ForceTimesTest {
    private static final long SEED = 43;

    private final ForceTimes times = new ForceTimes();

    @Test
    void without_forces_all_is_zero() {
        assertThat(times.summary()).isEqualTo(new Summary(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    @Test
    void what_it_says_is_at_most_a_32nd_too_much() {
        Seeds.forAll(SEED, 200, ForceTimesTest::times, all -> {
            ForceTimes tested = new ForceTimes();
            Arrays.stream(all).forEach(tested::add);
            Arrays.sort(all);

            Summary summary = tested.summary();

            assertThat(summary.count()).isEqualTo(all.length);
            assertThat(summary.maximum().toNanos()).isEqualTo(all[all.length - 1]);
            requireNear(summary.median(), all[(all.length + 1) / 2 - 1]);
            requireNear(summary.p99(), all[(all.length * 99 + 99) / 100 - 1]);
        });
    }

    @Test
    void a_time_of_any_length_has_its_class() {
        LongStream.of(0, 1, 31, 32, 33, 63, 64, 65, 1L << 40, 1L << 41, Long.MAX_VALUE, -1)
                .forEach(nanos -> {
                    ForceTimes tested = new ForceTimes();
                    tested.add(nanos);

                    Summary summary = tested.summary();

                    assertThat(summary.count()).isEqualTo(1);
                    assertThat(summary.maximum().toNanos()).isEqualTo(Math.max(0, nanos));
                    requireNear(summary.median(), Math.min(63L << 35, Math.max(0, nanos)));
                });
    }

    @Test
    void the_last_thousands_count_and_what_is_old_fades() {
        times.add(1_000_000_000);
        for (int i = 1; i < 2 * ForceTimes.HALF; i++) {
            times.add(1_000);
        }
        assertThat(times.summary().count()).isEqualTo(2 * ForceTimes.HALF);
        assertThat(times.summary().maximum()).isEqualTo(Duration.ofSeconds(1));

        times.add(2_000);

        assertThat(times.summary().count()).isEqualTo(ForceTimes.HALF + 1);
        assertThat(times.summary().maximum()).isEqualTo(Duration.ofNanos(2_000));
        requireNear(times.summary().median(), 1_000);
    }

    @Test
    void who_reads_while_another_thread_adds_reads_what_may_be() throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> adding =
                    executor.submit(() -> LongStream.range(0, 500_000).forEach(i -> times.add(100_000 + i % 100_000)));

            do {
                Summary summary = times.summary();
                assertThat(summary.count()).isBetween(0L, 2L * ForceTimes.HALF);
                assertThat(summary.maximum()).isLessThan(Duration.ofNanos(200_000));
                assertThat(summary.median()).isLessThanOrEqualTo(summary.p99());
                assertThat(summary.p99()).isLessThanOrEqualTo(summary.maximum());
            } while (!adding.isDone());
            adding.get();
        } finally {
            executor.shutdown();
        }
    }

    private static long[] times(RandomGenerator random) {
        long bound = 1L << random.nextInt(1, 40);
        return random.longs(random.nextInt(1, ForceTimes.HALF), 0, bound).toArray();
    }

    private static void requireNear(Duration found, long nanos) {
        assertThat(found.toNanos()).isBetween(nanos, nanos + nanos / 32);
    }
}
