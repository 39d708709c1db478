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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A thousand threads want one key that the cache does not have: it is loaded once (C2). */
final class SingleFlightTest {
    private static final int THREADS = 1_000;
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final String COLD = "cold";
    private static final String WARM = "warm";
    private static final String NO_VIRTUAL_THREADS = "Virtual threads came with Java 21";

    private final AtomicInteger loads = new AtomicInteger();
    /** Who is about to call; most of them wait in the cache soon after. */
    private final AtomicInteger arrived = new AtomicInteger();

    private final AtomicInteger warmLoads = new AtomicInteger();

    private final HandTicker ticker = new HandTicker();
    private UnaryOperator<ReadThroughCacheBuilder<String, String>> options = builder -> builder;
    private volatile boolean isDown;

    /** The cold key takes until all want it. */
    private String load(String key) {
        if (key.equals(COLD)) {
            loads.incrementAndGet();
            Await.until("all to want it", Caches.PATIENCE, () -> arrived.get() == THREADS);
            if (isDown) {
                throw new IllegalStateException("database down");
            }
        } else if (warmLoads.getAndIncrement() > 0) {
            Await.until("all to want it", Caches.PATIENCE, () -> arrived.get() == THREADS);
        }
        return "value of " + key;
    }

    /** Threads of the cache load, and what is warm has to be loaded anew. */
    private void loadElsewhere() {
        options = builder -> builder.expireAfter(LIFETIME)
                .refreshAhead(0.5)
                .staleIfError(LIFETIME)
                .hardTimeout(LONG);
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
        try (ReadThroughCache<String, String> built = options.apply(
                        ReadThroughCache.<String, String>builder("single", this::load))
                .ticker(ticker)
                .build()) {
            built.get(WARM);
            ticker.advance(LIFETIME.dividedBy(2));

            List<FutureTask<String>> tasks = Crowds.run(
                    kind, bodies.apply(built).stream().map(this::arriving).toList());

            Await.until(
                    "the end of the loads", Caches.PATIENCE, () -> built.stats().loading() == 0);
            return tasks;
        }
    }

    private Callable<String> arriving(Callable<String> body) {
        return () -> {
            arrived.incrementAndGet();
            return body.call();
        };
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
    void a_thousand_threads_have_a_key_loaded_once_and_another_one_anew_once() throws Exception {
        loadElsewhere();

        requireOneLoad(Crowds::platform, SingleFlightTest::mixed);

        assertThat(warmLoads).as("loads of what is warm").hasValue(2);
    }

    @Test
    void a_load_that_fails_fails_for_a_thousand_threads() throws Exception {
        requireFailures(Crowds::platform);
    }

    @Test
    void a_load_of_a_thread_of_the_cache_that_fails_fails_for_a_thousand_threads() throws Exception {
        loadElsewhere();

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
    void a_thousand_virtual_threads_have_a_key_loaded_once_and_another_one_anew_once() throws Exception {
        loadElsewhere();

        requireOneLoad(Crowds::virtual, SingleFlightTest::mixed);

        assertThat(warmLoads).as("loads of what is warm").hasValue(2);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = NO_VIRTUAL_THREADS)
    void a_load_that_fails_fails_for_a_thousand_virtual_threads() throws Exception {
        requireFailures(Crowds::virtual);
    }
}
