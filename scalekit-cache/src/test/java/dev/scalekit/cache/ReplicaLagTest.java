package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A loader is told to read from the primary while a replica may not have the write yet. */
final class ReplicaLagTest {
    private static final Duration LAG = Duration.ofSeconds(2);

    @RegisterExtension
    final Caches caches = new Caches();

    /** Its values say from where they were read. */
    private static ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.<String, String>builder(
                        "test", (key, context) -> context.readsPrimary() ? "of primary" : "of replica")
                .tags((key, value) -> List.of(Told.TAG));
    }

    private ReadThroughCache<String, String> open() {
        return caches.open(builder().replicaLag(LAG));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT")
    void what_was_told_to_be_old_a_short_time_ago_is_read_from_the_primary(Told told) {
        ReadThroughCache<String, String> cache = open();
        String before = cache.get("a");

        told.tell(cache, "a");
        caches.ticker.advance(LAG.minusNanos(1));
        String after = cache.get("a");

        assertThat(before).isEqualTo("of replica");
        assertThat(after).isEqualTo("of primary");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT")
    void what_was_told_to_be_old_a_long_time_ago_is_read_from_a_replica(Told told) {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        told.tell(cache, "a");
        caches.ticker.advance(LAG);

        assertThat(cache.get("a")).isEqualTo("of replica");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT")
    void other_keys_are_read_from_the_primary_only_if_they_may_be_meant(Told told) {
        ReadThroughCache<String, String> cache = open();

        told.tell(cache, "a");

        assertThat(cache.get("b")).isEqualTo(told.isOfAll() ? "of primary" : "of replica");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT")
    void without_a_lag_everything_is_read_from_a_replica(Told told) {
        ReadThroughCache<String, String> cache = caches.open(builder());

        told.tell(cache, "a");

        assertThat(cache.get("a")).isEqualTo("of replica");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PUT")
    void the_time_begins_anew_each_time(Told told) {
        ReadThroughCache<String, String> cache = open();
        told.tell(cache, "a");
        caches.ticker.advance(LAG.minusNanos(1));

        told.tell(cache, "a");
        caches.ticker.advance(LAG.minusNanos(1));

        assertThat(cache.get("a")).isEqualTo("of primary");
    }

    @Test
    void a_loader_is_told_for_how_long_that_is_so() {
        List<Duration> told = new ArrayList<>();
        ReadThroughCache<String, String> cache =
                caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> {
                            told.add(context.readsPrimaryFor());
                            context.doNotStore();
                            return key;
                        })
                        .replicaLag(LAG));

        cache.get("a");
        cache.invalidate("a");
        cache.get("a");
        caches.ticker.advance(Duration.ofSeconds(1));
        cache.get("a");
        cache.clear();
        cache.get("a");
        caches.ticker.advance(LAG);
        cache.get("a");

        assertThat(told).containsExactly(Duration.ZERO, LAG, LAG.minus(Duration.ofSeconds(1)), LAG, Duration.ZERO);
    }

    @Test
    void what_was_put_and_evicted_is_read_from_the_primary() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().replicaLag(LAG).maximumSize(1).eviction(Eviction.FIFO));

        cache.put("a", "put");
        cache.put("b", "put");

        assertThat(cache.get("a")).isEqualTo("of primary");
    }

    @Test
    void a_write_that_was_not_committed_is_none() {
        ReadThroughCache<String, String> cache = open();

        cache.write("a").rollback();

        assertThat(cache.get("a")).isEqualTo("of replica");
    }
}
