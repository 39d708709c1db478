package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
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
                Duration.ofMillis(20),
                Duration.ofMillis(20));

        // The warm-up ran operations too, which are not in the result.
        assertThat(result.operations()).isPositive().isLessThan(runs.get());
        assertThat(result.perSecond()).isPositive();
        assertThat(result.p50()).isLessThanOrEqualTo(result.p99()).isLessThanOrEqualTo(result.max());
        assertThat(threads).allMatch(name -> name.startsWith("scalekit-bench-load-"));
        assertThat(closed.get()).isEqualTo(2);
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
}
