package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A loader that says that what the cache has is not old. */
final class NotModifiedTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    final Caches caches = new Caches();

    private final AtomicBoolean isModified = new AtomicBoolean(true);
    private final AtomicInteger loads = new AtomicInteger();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", (key, context) -> {
            int number = loads.incrementAndGet();
            if (!isModified.get()) {
                return context.notModified();
            }
            context.tags(List.of("tag"));
            return key + number;
        });
    }

    @Test
    void what_is_not_modified_is_kept_as_if_it_had_been_loaded_now() {
        ReadThroughCache<String, String> cache = caches.open(builder().expireAfter(MINUTE));
        String first = cache.get("a");
        isModified.set(false);

        caches.ticker.advance(MINUTE);
        String second = cache.get("a");
        caches.ticker.advance(MINUTE.minusNanos(1));
        String third = cache.get("a");

        assertThat(first).isEqualTo("a1");
        assertThat(second).isSameAs(first);
        assertThat(third).isSameAs(first);
        assertThat(loads).hasValue(2);
    }

    @Test
    void what_is_not_modified_keeps_its_tags() {
        ReadThroughCache<String, String> cache =
                caches.open(builder().expireAfter(MINUTE).tags((key, value) -> List.of("of builder")));
        cache.get("a");
        isModified.set(false);
        caches.ticker.advance(MINUTE);
        cache.get("a");

        assertThat(cache.explain("a").tags()).containsExactlyInAnyOrder("tag", "of builder");
        isModified.set(true);
        cache.invalidateTag("tag");

        assertThat(cache.get("a")).isEqualTo("a3");
    }

    @Test
    void what_is_not_modified_has_forgotten_its_failures() {
        ReadThroughCache<String, String> cache = caches.open(
                ReadThroughCache.<String, String>builder("test", (key, context) -> switch (loads.incrementAndGet()) {
                            case 1 -> "first";
                            case 2 -> throw new IllegalStateException("planted");
                            default -> context.notModified();
                        })
                        .expireAfter(MINUTE)
                        .staleIfError(MINUTE));
        cache.get("a");
        caches.ticker.advance(MINUTE);
        cache.get("a");
        int failures = cache.explain("a").failures();
        caches.ticker.advance(Duration.ofSeconds(1));

        cache.get("a");

        assertThat(failures).isOne();
        assertThat(cache.explain("a").failures()).isZero();
        assertThat(cache.explain("a").state()).isEqualTo(Explanation.State.FRESH);
    }

    @Test
    void a_loader_cannot_say_so_if_there_is_nothing() {
        isModified.set(false);
        ReadThroughCache<String, String> cache = caches.open(builder());

        assertThatThrownBy(() -> cache.get("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("notModified needs a previous value, and there is none");
    }

    @Test
    void a_loader_cannot_say_so_of_what_was_invalidated() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("a");
        isModified.set(false);

        cache.invalidate("a");

        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_invalidated_while_a_loader_finds_it_not_modified_is_void() throws Exception {
        try (Gate gate = new Gate()) {
            ReadThroughCache<String, String> cache =
                    caches.open(ReadThroughCache.<String, String>builder("test", (key, context) -> {
                                if (loads.incrementAndGet() == 2) {
                                    gate.pass();
                                    return context.notModified();
                                }
                                return key + loads.get();
                            })
                            .expireAfter(MINUTE));
            cache.get("a");
            caches.ticker.advance(MINUTE);
            Caller caller = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            cache.invalidate("a");
            gate.open();

            assertThat(caller.result()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("a3");
        }
    }
}
