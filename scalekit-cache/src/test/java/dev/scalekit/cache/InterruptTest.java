package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever is interrupted leaves; nobody else notices. */
final class InterruptTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    @Test
    void a_caller_who_is_interrupted_leaves_and_the_load_goes_on() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();
            Caller other = Caller.of(() -> cache.get("a")).awaitWaiting();

            waiter.interrupt();

            assertThat(waiter.failure())
                    .isInstanceOf(LoadInterruptedException.class)
                    .hasCauseInstanceOf(InterruptedException.class)
                    .hasMessageContaining("a");
            assertThat(waiter.isInterrupted()).isTrue();
            gate.open();
            assertThat(owner.result()).isEqualTo("a1");
            assertThat(other.result()).isEqualTo("a1");
        }
        assertThat(rows.reads()).isOne();
    }

    @Test
    void a_loader_that_is_interrupted_fails_for_its_caller_only() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            owner.interrupt();

            assertThat(owner.failure())
                    .isInstanceOf(LoadFailedException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(owner.isInterrupted()).isTrue();
            assertThat(waiter.result()).isEqualTo("a2");
            assertThat(waiter.isInterrupted()).isFalse();
        }
    }

    @Test
    void a_loader_that_throws_something_else_when_interrupted_fails_for_its_caller_only() throws Exception {
        IllegalStateException failure = new IllegalStateException("planted");
        try (Gate gate = new Gate()) {
            AtomicInteger reads = new AtomicInteger();
            ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", key -> {
                if (reads.incrementAndGet() == 1) {
                    try {
                        gate.pass();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw failure;
                    }
                }
                return "second";
            }));
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            owner.interrupt();

            assertThat(owner.failure()).isSameAs(failure);
            assertThat(waiter.result()).isEqualTo("second");
        }
    }

    @Test
    void a_loader_that_says_it_was_interrupted_has_its_caller_interrupted() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));
        rows.failWith(new InterruptedException("planted"));

        Caller caller = Caller.of(() -> cache.get("a"));

        assertThat(caller.failure()).isInstanceOf(LoadFailedException.class).hasRootCauseMessage("planted");
        assertThat(caller.isInterrupted()).isTrue();
    }

    @Test
    void a_caller_who_is_interrupted_already_loads_and_hits_all_the_same() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows));

        Caller caller = Caller.of(() -> {
            Thread.currentThread().interrupt();
            return List.of(cache.getAll(List.of("a")), cache.getAll(List.of("a")));
        });

        assertThat(caller.result()).isEqualTo(List.of(Map.of("a", "a1"), Map.of("a", "a1")));
        assertThat(caller.isInterrupted()).isTrue();
    }

    @Test
    void a_caller_who_is_interrupted_while_a_thread_of_the_cache_loads_leaves_that_load_alone() throws Exception {
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.builder("test", rows).hardTimeout(Duration.ofDays(1)));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            caller.interrupt();

            assertThat(caller.failure()).isInstanceOf(LoadInterruptedException.class);
            assertThat(caller.isInterrupted()).isTrue();
            gate.open();
            assertThat(cache.get("a")).isEqualTo("a1");
        }
    }

    @Test
    void a_bulk_load_that_is_interrupted_fails_for_its_caller_only() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.bulkBuilder("test", keys -> {
                if (calls.incrementAndGet() == 1) {
                    gate.pass();
                }
                return Map.of("a", "A", "b", "B");
            }));
            Caller owner = Caller.of(() -> cache.getAll(List.of("a", "b")));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("b")).awaitWaiting();

            owner.interrupt();

            assertThat(owner.failure()).isInstanceOf(LoadFailedException.class);
            assertThat(waiter.result()).isEqualTo("B");
        }
    }

    @Test
    void who_is_interrupted_gets_something_old_if_there_is_something() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(Duration.ofMinutes(1))
                .staleIfError(Duration.ofMinutes(1)));
        cache.get("a");
        caches.ticker.advance(Duration.ofMinutes(1));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            owner.interrupt();

            assertThat(owner.result()).isEqualTo("a1");
            assertThat(owner.isInterrupted()).isTrue();
        }
        assertThat(cache.get("a")).isEqualTo("a3");
    }
}
