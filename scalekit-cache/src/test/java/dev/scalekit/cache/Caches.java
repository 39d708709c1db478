package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The caches of a test, on a clock that the test moves. They are closed after it, and then nothing may be under way in them, nor a
 * thread be left. Not thread-safe.
 */
final class Caches implements AfterEachCallback {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String THREADS = "scalekit-cache-";

    final HandTicker ticker = new HandTicker();

    private final List<ReadThroughCache<?, ?>> opened = new ArrayList<>();
    private volatile double random;

    /** What is random is this, from now on; before, it is zero. */
    void random(double next) {
        random = next;
    }

    <K, V> ReadThroughCache<K, V> open(ReadThroughCacheBuilder<K, V> builder) {
        return openAsUsersDo(builder.ticker(ticker).random(() -> random));
    }

    /** Opens one on the clocks of the system. */
    <K, V> ReadThroughCache<K, V> openAsUsersDo(ReadThroughCacheBuilder<K, V> builder) {
        ReadThroughCache<K, V> cache = builder.build();
        opened.add(cache);
        return cache;
    }

    /** Returns the names of all threads of caches. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(THREADS))
                .sorted()
                .toList();
    }

    /** They wait for something to do, and no longer than a while; for a lock they would wait for ever. */
    static boolean areThreadsIdle() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(THREADS))
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        for (ReadThroughCache<?, ?> cache : opened) {
            Await.until(
                    "the end of all loads of " + cache,
                    PATIENCE,
                    () -> cache.stats().loading() == 0);
            cache.close();
            assertThat(cache.stats().size()).as("entries of %s", cache).isZero();
        }
        Await.until(
                "the end of the threads of caches", PATIENCE, () -> threads().isEmpty());
    }
}
