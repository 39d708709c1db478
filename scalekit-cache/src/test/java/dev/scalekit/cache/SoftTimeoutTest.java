package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers who would rather have something old than wait. Where something hangs the time is short, and where nothing does it is long. */
final class SoftTimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(12);
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows).expireAfter(HOUR).staleIfError(HOUR);
    }

    /** Opens one with something past its time. */
    private ReadThroughCache<String, String> openOld(Duration soft) {
        ReadThroughCache<String, String> cache = caches.open(builder().softTimeout(soft));
        cache.put("a", "old");
        caches.ticker.advance(HOUR);
        return cache;
    }

    @Test
    void something_old_is_returned_while_the_load_goes_on_and_what_that_brings_is_stored() throws Exception {
        ReadThroughCache<String, String> cache = openOld(SHORT);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            String one = cache.get("a");
            String other = cache.getAsync("a").get();
            gate.awaitSomebody();

            assertThat(one).isEqualTo("old");
            assertThat(other).isEqualTo("old");
            assertThat(cache.stats().timeouts()).isEqualTo(2);
            assertThat(cache.explain("a").loading()).isTrue();
        }
        Await.until("the end of the load", Caches.PATIENCE, () -> "a1".equals(cache.get("a")));
        assertThat(rows.reads()).isOne();
    }

    @Test
    void what_the_load_brings_is_not_stored_if_it_was_invalidated_meanwhile() throws Exception {
        ReadThroughCache<String, String> cache = openOld(SHORT);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            String old = cache.get("a");
            gate.awaitSomebody();

            cache.invalidate("a");

            assertThat(old).isEqualTo("old");
        }
        Await.until("the end of the load", Caches.PATIENCE, () -> cache.stats().discarded() == 1);
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.ABSENT);
        assertThat(rows.reads()).isOne();
    }

    @Test
    void what_is_loaded_in_time_is_returned() {
        ReadThroughCache<String, String> cache = openOld(LONG);

        String value = cache.get("a");

        assertThat(value).isEqualTo("a1");
        assertThat(cache.stats().timeouts()).isZero();
    }

    @Test
    void who_has_nothing_old_waits() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().softTimeout(SHORT));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            caller.awaitWaiting();
            gate.open();

            assertThat(caller.result()).isEqualTo("a1");
            assertThat(cache.stats().timeouts()).isZero();
        }
    }

    @Test
    void who_has_nothing_old_waits_for_the_hard_time() throws Exception {
        ReadThroughCache<String, String> cache =
                caches.open(builder().softTimeout(Duration.ofNanos(1)).hardTimeout(SHORT));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);

            assertThatThrownBy(() -> cache.get("a"))
                    .isInstanceOf(LoadTimeoutException.class)
                    .hasMessageContaining(SHORT.toString());
            gate.awaitSomebody();
        }
    }

    @Test
    void what_fails_before_the_time_is_over_is_the_same_as_without_it() {
        ReadThroughCache<String, String> cache = openOld(LONG);
        rows.failWith(new IllegalStateException("planted"));

        assertThat(cache.get("a")).isEqualTo("old");
        assertThat(cache.stats().timeouts()).isZero();
        assertThat(cache.stats().staleHits()).isOne();
    }

    @Test
    void who_comes_when_a_load_takes_too_long_already_does_not_wait_at_all() throws Exception {
        ReadThroughCache<String, String> cache = openOld(Duration.ofMinutes(30));
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller first = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            first.awaitWaiting();
            caches.ticker.advance(Duration.ofMinutes(30));

            String second = cache.get("a");
            CompletableFuture<@Nullable String> third = cache.getAsync("a");

            assertThat(second).isEqualTo("old");
            assertThat(third.get()).isEqualTo("old");
            gate.open();
            assertThat(first.result()).isEqualTo("a1");
        }
    }

    @Test
    void all_keys_of_one_call_have_their_time_together() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder().softTimeout(Duration.ofMinutes(1)));
        cache.put("a", "old");
        cache.put("b", "old");
        caches.ticker.advance(HOUR);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            CompletableFuture<@Nullable String> hanging = cache.getAsync("a");
            gate.awaitSomebody();
            caches.ticker.advance(Duration.ofMinutes(1));

            Map<String, String> both = cache.getAll(List.of("a", "b"));

            assertThat(both).containsEntry("a", "old").containsEntry("b", "b1");
            gate.open();
            hanging.get();
        }
    }
}
