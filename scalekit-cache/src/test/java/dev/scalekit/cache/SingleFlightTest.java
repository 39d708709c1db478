package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A thousand threads want one key that the cache does not have: it is loaded once (C2). */
final class SingleFlightTest {
    private static final int THREADS = 1_000;
    private static final String COLD = "cold";
    private static final String WARM = "warm";
    private static final String NO_VIRTUAL_THREADS = "Virtual threads came with Java 21";

    private final AtomicReference<ReadThroughCache<String, String>> cache = new AtomicReference<>();
    private final AtomicInteger loads = new AtomicInteger();
    private volatile boolean isDown;

    private ReadThroughCache<String, String> cache() {
        return requireNonNull(cache.get());
    }

    /** The cold key takes until all want it. */
    private String load(String key) {
        if (key.equals(COLD)) {
            loads.incrementAndGet();
            Await.until(
                    "all to want it",
                    Duration.ofSeconds(30),
                    () -> cache().stats().misses() > THREADS);
            if (isDown) {
                throw new IllegalStateException("database down");
            }
        }
        return "value of " + key;
    }

    private static Callable<String> get(ReadThroughCache<String, String> cache) {
        return () -> requireNonNull(cache.get(COLD));
    }

    private static Callable<String> getAll(ReadThroughCache<String, String> cache) {
        return () -> requireNonNull(cache.getAll(List.of(WARM, COLD)).get(COLD));
    }

    private static Callable<String> getAsync(ReadThroughCache<String, String> cache) {
        return () -> requireNonNull(cache.getAsync(COLD).join());
    }

    private static List<Callable<String>> all(Callable<String> one) {
        return Collections.nCopies(THREADS, one);
    }

    private static List<Callable<String>> mixed(ReadThroughCache<String, String> cache) {
        List<Callable<String>> kinds = List.of(get(cache), getAll(cache), getAsync(cache));
        return IntStream.range(0, THREADS)
                .mapToObj(i -> kinds.get(i % kinds.size()))
                .toList();
    }

    private List<FutureTask<String>> run(
            Function<Runnable, Thread> kind, Function<ReadThroughCache<String, String>, List<Callable<String>>> bodies)
            throws InterruptedException {
        try (ReadThroughCache<String, String> built =
                ReadThroughCache.<String, String>builder("single", this::load).build()) {
            cache.set(built);
            built.get(WARM);

            List<FutureTask<String>> tasks = Crowds.run(kind, bodies.apply(built));

            assertThat(built.stats().loading()).isZero();
            return tasks;
        }
    }

    private void requireOneLoad(
            Function<Runnable, Thread> kind, Function<ReadThroughCache<String, String>, List<Callable<String>>> bodies)
            throws Exception {
        try (Tally tally = Tally.of("cache.single-flight", 0)) {
            for (FutureTask<String> task : run(kind, bodies)) {
                tally.count(() -> assertThat(task.get()).isEqualTo("value of cold"));
            }
            tally.count(() -> assertThat(loads).hasValue(1));
        }
    }

    private void requireFailures(Function<Runnable, Thread> kind) throws Exception {
        isDown = true;
        try (Tally tally = Tally.of("cache.single-flight", 0)) {
            for (FutureTask<String> task : run(kind, SingleFlightTest::mixed)) {
                tally.count(() -> assertThatThrownBy(task::get)
                        .hasRootCauseInstanceOf(IllegalStateException.class)
                        .hasRootCauseMessage("database down"));
            }
        }
    }

    @Test
    void a_thousand_threads_load_a_key_once() throws Exception {
        requireOneLoad(Crowds::platform, built -> all(get(built)));
    }

    @Test
    void a_thousand_threads_load_a_key_once_whatever_they_call() throws Exception {
        requireOneLoad(Crowds::platform, SingleFlightTest::mixed);
    }

    @Test
    void a_load_that_fails_fails_for_a_thousand_threads() throws Exception {
        requireFailures(Crowds::platform);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NO_VIRTUAL_THREADS)
    void a_thousand_virtual_threads_load_a_key_once() throws Exception {
        requireOneLoad(Crowds::virtual, built -> all(get(built)));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NO_VIRTUAL_THREADS)
    void a_thousand_virtual_threads_load_a_key_once_whatever_they_call() throws Exception {
        requireOneLoad(Crowds::virtual, SingleFlightTest::mixed);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NO_VIRTUAL_THREADS)
    void a_load_that_fails_fails_for_a_thousand_virtual_threads() throws Exception {
        requireFailures(Crowds::virtual);
    }
}
