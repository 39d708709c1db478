package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is void is not returned, though nothing can be loaded. */
final class VoidIsNotStaleTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final IllegalStateException planted = new IllegalStateException("planted");

    /** Opens one whose value is past its time, and whose row cannot be read. */
    private ReadThroughCache<String, String> openBroken() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(HOUR)
                .staleIfError(HOUR)
                .tags((key, value) -> List.of(Told.TAG)));
        cache.get("a");
        caches.ticker.advance(HOUR);
        rows.failWith(planted);
        return cache;
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXPIRED", "PUT"})
    void what_is_void_does_not_come_back(Told told) {
        ReadThroughCache<String, String> cache = openBroken();
        cache.get("a");

        told.tell(cache, "a");

        assertThatThrownBy(() -> cache.get("a")).isSameAs(planted);
    }

    @Test
    void a_cache_that_is_closed_while_it_loads_returns_nothing_old() throws Exception {
        ReadThroughCache<String, String> cache = openBroken();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            cache.close();

            assertThat(waiter.failure()).isInstanceOf(CacheClosedException.class);
            gate.open();
            assertThat(owner.failure()).isInstanceOf(CacheClosedException.class);
        }
    }
}
