package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Loads that wait for a thread of the executor, and who runs them in the end. */
final class QueuedLoadsTest {
    private static final Duration LIFETIME = Duration.ofSeconds(5);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Tasks tasks = new Tasks();
    private final AtomicInteger loads = new AtomicInteger();

    private ReadThroughCache<String, Integer> queued() {
        return caches.open(ReadThroughCache.<String, Integer>builder("test", key -> loads.incrementAndGet())
                .expireAfter(LIFETIME)
                .executor(tasks));
    }

    @Test
    void what_is_loaded_is_as_old_as_its_load_and_not_as_the_wait_for_a_thread() {
        ReadThroughCache<String, Integer> cache = queued();
        CompletableFuture<@Nullable Integer> answer = cache.getAsync("a");

        caches.ticker.advance(LIFETIME.multipliedBy(2));
        tasks.runAll();

        assertThat(answer).isCompletedWithValue(1);
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.FRESH);
        assertThat(cache.explain("a").age()).isZero();
        assertThat(cache.stats().loadTime()).isZero();
    }

    @Test
    void a_cache_that_is_closed_has_none_of_them_run() {
        ReadThroughCache<String, Integer> cache = queued();
        CompletableFuture<@Nullable Integer> answer = cache.getAsync("a");

        cache.close();
        tasks.runAll();

        assertThatThrownBy(answer::get).hasCauseInstanceOf(CacheClosedException.class);
        assertThat(loads).hasValue(0);
        assertThat(cache.stats().loading()).isZero();
    }

    /** Whose thread runs it is not whose load it is. */
    @Test
    void one_who_runs_the_load_of_another_keeps_its_interrupt_to_itself() {
        AtomicInteger calls = new AtomicInteger();
        ReadThroughCache<String, Integer> cache = caches.open(ReadThroughCache.<String, Integer>builder("test", key -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new InterruptedException("planted");
                    }
                    return calls.get();
                })
                .executor(tasks));
        CompletableFuture<@Nullable Integer> answer = cache.getAsync("a");

        assertThatThrownBy(() -> cache.get("a")).hasCauseInstanceOf(InterruptedException.class);
        boolean isInterrupted = Thread.interrupted();
        tasks.runAll();

        assertThat(isInterrupted).isTrue();
        assertThat(answer).isCompletedWithValue(2);
    }

    /** A key of which a test stops the first use after the load of an equal one has come to be. */
    private static final class StoppedKey {
        private final String text;
        private @Nullable Callable<Boolean> isBoarded;
        private @Nullable Gate gate;

        StoppedKey(String text) {
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof StoppedKey key && key.text.equals(text);
        }

        @Override
        public int hashCode() {
            try {
                if (isBoarded != null && gate != null && isBoarded.call()) {
                    gate.pass();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return text.hashCode();
        }
    }

    @Test
    void one_who_has_joined_before_it_was_queued_behind_him_runs_it() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService another = Executors.newSingleThreadExecutor();
        try (Gate boarded = new Gate()) {
            Later<ReadThroughCache<StoppedKey, String>> self = new Later<>();
            AtomicReference<Thread> inLoader = new AtomicReference<>();
            ReadThroughCache<StoppedKey, String> cache =
                    caches.open(ReadThroughCache.<StoppedKey, String>builder("test", key -> {
                                if (key.text.equals("a")) {
                                    boarded.awaitSomebody();
                                    inLoader.set(Thread.currentThread());
                                    return self.get().get(new StoppedKey("b")) + "a";
                                }
                                return key.text;
                            })
                            .executor(one));
            self.set(cache);
            CompletableFuture<@Nullable String> first = cache.getAsync(new StoppedKey("a"));
            StoppedKey stopped = new StoppedKey("b");
            stopped.gate = boarded;
            stopped.isBoarded = () -> cache.explain(new StoppedKey("b")).loading();

            Future<@Nullable String> second =
                    another.submit(() -> cache.getAsync(stopped).join());
            Await.until("the loader of a to wait for b", Caches.PATIENCE, () -> isWaiting(inLoader.get()));
            boarded.open();

            assertThat(first.get(Caches.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("ba");
            assertThat(second.get()).isEqualTo("b");
        } finally {
            one.shutdownNow();
            another.shutdownNow();
        }
    }

    private static boolean isWaiting(@Nullable Thread thread) {
        return thread != null
                && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }
}
