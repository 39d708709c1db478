package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LoadDriverTest {
    private final LoadDriver driver = new LoadDriver(LoadClock.SYSTEM);

    @Test
    void each_thread_runs_an_operation_of_its_own_and_all_are_closed() throws Exception {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        AtomicLong runs = new AtomicLong();
        AtomicLong closed = new AtomicLong();

        LoadResult result = driver.run(
                thread -> new Operation() {
                    @Override
                    public void run() {
                        threads.add(Thread.currentThread().getName() + " " + thread);
                        runs.incrementAndGet();
                    }

                    @Override
                    public void close() {
                        closed.incrementAndGet();
                    }
                },
                new Load(2, 0),
                Duration.ofMillis(100),
                Duration.ofMillis(100));

        // The warm-up ran operations too, which are not in the result.
        assertThat(result.operations()).isPositive().isLessThan(runs.get());
        assertThat(result.perSecond()).isPositive();
        assertThat(result.p50()).isLessThanOrEqualTo(result.p99()).isLessThanOrEqualTo(result.max());
        assertThat(threads).allMatch(name -> name.startsWith("scalekit-bench-load-"));
        assertThat(closed.get()).isEqualTo(2);
    }

    @Test
    void what_is_counted_is_told_for_each_operation_that_was_measured() throws Exception {
        AtomicLong trips = new AtomicLong(1000);
        LoadDriver counting = new LoadDriver(LoadClock.SYSTEM, () -> Map.of("trips/op", trips.get()));
        Operation two = () -> trips.addAndGet(2);

        LoadResult result = counting.run(thread -> two, new Load(2, 0), Duration.ofMillis(20), Duration.ofMillis(20));

        assertThat(result.counts()).containsExactly(Map.entry("trips/op", 2.0));
    }

    @Test
    void an_operation_that_fails_ends_the_run_and_everything_is_closed() {
        AtomicLong closed = new AtomicLong();
        LoadDriver.Operations failing = thread -> new Operation() {
            @Override
            public void run() throws IOException {
                throw new IOException("disk on fire");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
                throw new IllegalStateException("nothing was written");
            }
        };

        assertThatThrownBy(() -> driver.run(failing, new Load(2, 0), Duration.ofMillis(20), Duration.ofMillis(20)))
                .isInstanceOf(IOException.class)
                .hasMessage("disk on fire")
                .satisfies(e -> assertThat(e.getSuppressed()).isNotEmpty());
        assertThat(closed.get()).isEqualTo(2);
    }

    @Test
    void an_operation_for_all_threads_counts_as_one_of_each() throws Exception {
        Duration moment = Duration.ofMillis(20);
        String type = ForAll.class.getName();

        LoadResult result = new LoadOrder(
                        type, "one", new Load(8, 0), Comparison.NO_SIZE, true, 0, moment, moment, Path.of("."))
                .carryOut();

        assertThat(result.operations()).isPositive().isEqualTo(result.operations() / 8 * 8);
        assertThat(result.perSecond() * result.mean() / 1e9).isBetween(0.0, 8.0);
    }

    /** Does nothing, but only in one thread and for eight. */
    static final class ForAll {
        private boolean isMade;

        ForAll(Path folder) {
            assertThat(folder).exists();
        }

        Operation one(int threads) {
            assertThat(isMade).isFalse();
            assertThat(threads).isEqualTo(8);
            isMade = true;
            return () -> {};
        }
    }
}
