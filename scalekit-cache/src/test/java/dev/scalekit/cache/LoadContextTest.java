package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loader is told, and may say. */
final class LoadContextTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();
    private final List<@Nullable String> previous = new ArrayList<>();

    /** What the loader says of each load. */
    private final Later<Consumer<LoadContext<String>>> says = new Later<>();

    LoadContextTest() {
        says.set(context -> {});
    }

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", (key, context) -> {
            previous.add(context.previous());
            says.get().accept(context);
            return rows.load(key);
        });
    }

    @Test
    void a_loader_is_told_what_the_cache_had() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(MINUTE));

        cache.get("a");
        caches.ticker.advance(MINUTE);
        cache.get("a");
        cache.expire("a");
        cache.get("a");

        assertThat(previous).containsExactly(null, "a1", "a2");
    }

    @Test
    void a_loader_is_told_nothing_of_what_is_void() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().tags((key, value) -> List.of("tag")).expireAfter(MINUTE));

        cache.get("a");
        cache.invalidate("a");
        cache.get("a");
        cache.invalidateTag("tag");
        cache.get("a");
        cache.clear();
        cache.get("a");

        assertThat(previous).containsExactly(null, null, null, null);
    }

    @Test
    void a_value_may_have_a_time_of_its_own() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(MINUTE));
        says.set(context -> context.expireAfter(MINUTE.multipliedBy(3)));
        cache.get("long");
        says.set(context -> context.expireAfter(Duration.ofSeconds(1)));
        cache.get("short");

        caches.ticker.advance(Duration.ofSeconds(1));
        String shortLived = cache.get("short");
        caches.ticker.advance(MINUTE.multipliedBy(3).minusSeconds(2));
        String longLived = cache.get("long");
        caches.ticker.advance(Duration.ofSeconds(1));
        String after = cache.get("long");

        assertThat(shortLived).isEqualTo("short2");
        assertThat(longLived).isEqualTo("long1");
        assertThat(after).isEqualTo("long2");
    }

    @Test
    void a_value_may_expire_where_the_others_never_do() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("for ever");
        says.set(context -> context.expireAfter(MINUTE));
        cache.get("a");

        caches.ticker.advance(MINUTE);

        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.get("for ever")).isEqualTo("for ever1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24000H0.000000001S"})
    void a_time_out_of_bounds_is_refused_and_the_load_fails(Duration lifetime) {
        ReadThroughCache<String, String> cache = caches.open(builder());
        says.set(context -> context.expireAfter(lifetime));

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lifetime must be more than zero and at most PT24000H: " + lifetime);
    }

    @Test
    void a_value_has_the_tags_of_the_loader_and_those_of_the_builder() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().tags((key, value) -> List.of("of builder", "of both")));
        says.set(context -> context.tags(List.of("of loader", "of both")));

        cache.get("a");

        assertThat(cache.explain("a").tags()).containsExactlyInAnyOrder("of builder", "of loader", "of both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"of builder", "of loader"})
    void each_tag_of_a_value_makes_it_void(String tag) {
        ReadThroughCache<String, String> cache = caches.open(builder().tags((key, value) -> List.of("of builder")));
        says.set(context -> context.tags(List.of("of loader")));
        cache.get("a");

        cache.invalidateTag(tag);

        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void a_value_may_be_returned_and_not_stored() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        says.set(LoadContext::doNotStore);

        String first = cache.get("a");
        String second = cache.get("a");

        assertThat(first).isEqualTo("a1");
        assertThat(second).isEqualTo("a2");
        assertThat(cache.stats().size()).isZero();
        assertThat(cache.stats().discarded()).isZero();
    }

    @Test
    void all_who_wait_for_a_value_that_is_not_stored_get_it() throws Exception {
        ReadThroughCache<String, String> cache = caches.open(builder());
        says.set(LoadContext::doNotStore);
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller owner = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();
            Caller waiter = Caller.of(() -> cache.get("a")).awaitWaiting();

            gate.open();

            assertThat(owner.result()).isEqualTo("a1");
            assertThat(waiter.result()).isEqualTo("a1");
        }
    }

    @Test
    void a_value_that_is_not_to_be_stored_takes_the_place_of_what_there_was() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(MINUTE).staleIfError(MINUTE));
        cache.get("a");
        says.set(LoadContext::doNotStore);
        caches.ticker.advance(MINUTE);

        String value = cache.get("a");

        assertThat(value).isEqualTo("a2");
        assertThat(cache.stats().size()).isZero();
    }

    @Test
    void what_was_not_stored_once_may_be_stored_the_next_time() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        says.set(LoadContext::doNotStore);
        cache.get("a");

        says.set(context -> {});
        cache.get("a");

        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void what_is_said_after_a_load_changes_nothing() {
        Later<LoadContext<String>> kept = new Later<>();
        ReadThroughCache<String, String> cache = caches.open(builder());
        says.set(kept::set);
        cache.get("a");

        kept.get().tags(List.of("late"));
        kept.get().expireAfter(MINUTE);
        kept.get().doNotStore();
        caches.ticker.advance(MINUTE);
        cache.invalidateTag("late");

        assertThat(cache.get("a")).isEqualTo("a1");
    }

    @Test
    @SuppressWarnings("NullAway") // It is what a careless loader does.
    void null_is_refused_as_time_and_as_tags() {
        LoadContext<String> context = new LoadContext<>(null, Duration.ZERO);

        assertThatThrownBy(() -> context.expireAfter(null)).hasMessage("lifetime");
        assertThatThrownBy(() -> context.tags(null)).hasMessage("tags");
    }
}
