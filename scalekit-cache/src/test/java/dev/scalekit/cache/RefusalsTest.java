package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that the message has the name, the bound and the value; and that nothing has changed then. */
@NullUnmarked // Much of it is null where nothing may be.
final class RefusalsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TOO_LONG = Duration.ofDays(1000).plusNanos(1);
    private static final String TIMES = " must be more than zero and at most PT24000H: ";

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows);
    }

    private static Arguments option(Consumer<ReadThroughCacheBuilder<String, String>> option, String message) {
        return Arguments.of(option, message);
    }

    private static Stream<Arguments> time(String name, Time time) {
        return Stream.of(Duration.ZERO, SECOND.negated(), TOO_LONG)
                .map(bad -> option(it -> time.set(it, bad), name + TIMES + bad));
    }

    /** An option that is a time. */
    @FunctionalInterface
    private interface Time {
        void set(ReadThroughCacheBuilder<String, String> builder, Duration time);
    }

    static Stream<Arguments> badOptions() {
        Stream<Arguments> numbers = Stream.of(
                option(it -> it.maximumSize(0), "maximumSize must be from 1 to 9223372036854775807: 0"),
                option(it -> it.maximumSize(-1), "maximumSize must be from 1 to 9223372036854775807: -1"),
                option(
                        it -> it.maximumWeight(0, (key, value) -> 1),
                        "maximumWeight must be from 1 to 9223372036854775807: 0"),
                option(
                        it -> it.maximumBytes(-5, (key, value) -> 1),
                        "maximumBytes must be from 1 to 9223372036854775807: -5"),
                option(it -> it.jitter(-0.1), "jitter must be from 0.0 to 1.0: -0.1"),
                option(it -> it.jitter(1.1), "jitter must be from 0.0 to 1.0: 1.1"),
                option(it -> it.jitter(Double.NaN), "jitter must be from 0.0 to 1.0: NaN"),
                option(it -> it.refreshAhead(0), "refreshAhead must be more than 0 and at most 1: 0.0"),
                option(it -> it.refreshAhead(-1), "refreshAhead must be more than 0 and at most 1: -1.0"),
                option(it -> it.refreshAhead(1.5), "refreshAhead must be more than 0 and at most 1: 1.5"),
                option(it -> it.refreshAhead(Double.NaN), "refreshAhead must be more than 0 and at most 1: NaN"));
        return Stream.of(
                        numbers,
                        time("expireAfter", ReadThroughCacheBuilder::expireAfter),
                        time("missingFor", ReadThroughCacheBuilder::missingFor),
                        time("staleIfError", ReadThroughCacheBuilder::staleIfError),
                        time("softTimeout", ReadThroughCacheBuilder::softTimeout),
                        time("hardTimeout", ReadThroughCacheBuilder::hardTimeout),
                        time("replicaLag", ReadThroughCacheBuilder::replicaLag),
                        time("retryAfter", (it, bad) -> it.retryAfter(bad, SECOND)),
                        time("retryAfter (longest)", (it, bad) -> it.retryAfter(SECOND, bad)))
                .flatMap(all -> all);
    }

    static Stream<Arguments> optionsThatDoNotGoTogether() {
        return Stream.of(
                option(
                        it -> it.maximumSize(10).maximumWeight(20, (key, value) -> 1),
                        "maximumSize and maximumWeight exclude each other: 10 and 20"),
                option(
                        it -> it.maximumBytes(20, (key, value) -> 1).maximumSize(10),
                        "maximumSize and maximumBytes exclude each other: 10 and 20"),
                option(
                        it -> it.maximumWeight(20, (key, value) -> 1).eviction(Eviction.LRU),
                        "maximumWeight goes with eviction W_TINY_LFU only: LRU"),
                option(
                        it -> it.eviction(Eviction.SIEVE).maximumBytes(20, (key, value) -> 1),
                        "maximumBytes goes with eviction W_TINY_LFU only: SIEVE"),
                option(
                        it -> it.retryAfter(SECOND.plusNanos(1), SECOND),
                        "retryAfter must not begin with more than it ends with, PT1S: PT1.000000001S"),
                option(it -> it.refreshAhead(0.5), "refreshAhead needs something that expires: 0.5"),
                option(it -> it.jitter(0.5), "jitter needs something that expires: 0.5"),
                option(
                        it -> it.replicaLag(SECOND),
                        "replicaLag needs a loader with a LoadContext, which is told of it: PT1S"),
                option(
                        it -> it.softTimeout(SECOND),
                        "softTimeout needs staleIfError, to have something to return: PT1S"),
                option(
                        it -> it.staleIfError(SECOND).softTimeout(SECOND).hardTimeout(SECOND),
                        "softTimeout must be less than hardTimeout, PT1S: PT1S"));
    }

    @ParameterizedTest
    @MethodSource({"badOptions", "optionsThatDoNotGoTogether"})
    void an_option_out_of_bounds_is_refused(Consumer<ReadThroughCacheBuilder<String, String>> option, String message) {
        ReadThroughCacheBuilder<String, String> builder = builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    option.accept(builder);
                    builder.build();
                })
                .withMessage("Cache test: " + message);
    }

    @Test
    void an_option_that_was_refused_has_changed_nothing() {
        ReadThroughCacheBuilder<String, String> builder =
                builder().maximumSize(1).eviction(Eviction.FIFO);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.maximumSize(0));

        ReadThroughCache<String, String> cache = caches.open(builder);
        cache.get("a");
        cache.get("b");
        assertThat(cache.stats().size()).isOne();
    }

    @Test
    void each_option_may_be_at_its_bounds() {
        Duration shortest = Duration.ofNanos(1);
        Duration longest = Duration.ofDays(1000);
        for (Duration time : new Duration[] {shortest, longest}) {
            ReadThroughCache<String, String> cache = caches.open(builder()
                    .maximumSize(Long.MAX_VALUE)
                    .expireAfter(time)
                    .missingFor(time)
                    .jitter(1)
                    .refreshAhead(Double.MIN_VALUE)
                    .staleIfError(time)
                    .retryAfter(time, time)
                    .hardTimeout(longest)
                    .executor(Runnable::run));
            assertThat(cache.get("a")).startsWith("a");
            assertThat(cache.get("a")).startsWith("a");
        }
    }

    @Test
    void an_option_that_is_set_again_replaces_what_was_set() {
        ReadThroughCache<String, String> cache = caches.open(builder()
                .maximumWeight(10, (key, value) -> 1)
                .maximumBytes(1_000, (key, value) -> 100)
                .expireAfter(SECOND)
                .expireAfter(Duration.ofHours(1)));

        cache.get("a");

        assertThat(cache.stats().weight()).isEqualTo(250);
        assertThat(cache.explain("a").servedFor()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a/b", "\u00fc"})
    void a_name_that_could_not_be_the_name_of_a_thread_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadThroughCache.builder(name, rows))
                .withMessageStartingWith("name must be 1 to 100 letters, digits, dots, underscores and hyphens: ");
        assertThatIllegalArgumentException().isThrownBy(() -> ReadThroughCache.builder("x".repeat(101), rows));
    }

    @Test
    void null_is_refused_by_each_option() {
        ReadThroughCacheBuilder<String, String> it = builder();

        assertThatNullPointerException()
                .isThrownBy(() -> it.maximumWeight(1, null))
                .withMessage("sizer");
        assertThatNullPointerException()
                .isThrownBy(() -> it.maximumBytes(1, null))
                .withMessage("sizer");
        assertThatNullPointerException().isThrownBy(() -> it.eviction(null)).withMessage("eviction");
        assertThatNullPointerException().isThrownBy(() -> it.expireAfter(null)).withMessage("Cache test: expireAfter");
        assertThatNullPointerException().isThrownBy(() -> it.missingFor(null)).withMessage("Cache test: missingFor");
        assertThatNullPointerException()
                .isThrownBy(() -> it.staleIfError(null))
                .withMessage("Cache test: staleIfError");
        assertThatNullPointerException()
                .isThrownBy(() -> it.retryAfter(null, SECOND))
                .withMessage("Cache test: retryAfter");
        assertThatNullPointerException().isThrownBy(() -> it.softTimeout(null)).withMessage("Cache test: softTimeout");
        assertThatNullPointerException().isThrownBy(() -> it.hardTimeout(null)).withMessage("Cache test: hardTimeout");
        assertThatNullPointerException().isThrownBy(() -> it.replicaLag(null)).withMessage("Cache test: replicaLag");
        assertThatNullPointerException().isThrownBy(() -> it.tags(null)).withMessage("tags");
        assertThatNullPointerException().isThrownBy(() -> it.executor(null)).withMessage("executor");
        assertThatNullPointerException().isThrownBy(() -> it.listener(null)).withMessage("listener");
    }

    @Test
    void a_cache_without_a_name_or_a_loader_is_refused() {
        assertThatNullPointerException()
                .isThrownBy(() -> ReadThroughCache.builder(null, rows))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> ReadThroughCache.builder("test", (Loader<String, String>) null))
                .withMessage("loader");
        assertThatNullPointerException()
                .isThrownBy(() -> ReadThroughCache.builder("test", (ContextLoader<String, String>) null))
                .withMessage("loader");
        assertThatNullPointerException()
                .isThrownBy(() -> ReadThroughCache.bulkBuilder("test", null))
                .withMessage("loader");
        assertThatNullPointerException()
                .isThrownBy(() -> ReadThroughCache.asyncBuilder("test", null))
                .withMessage("loader");
    }

    @Test
    void null_is_refused_by_each_call_and_the_cache_unharmed() {
        ReadThroughCache<String, String> cache = caches.open(builder());
        cache.get("a");
        CacheStats before = cache.stats();

        assertThatNullPointerException().isThrownBy(() -> cache.get(null)).withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.getIfPresent(null))
                .withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.getAsync(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.getAll(null)).withMessage("keys");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.getAll(Arrays.asList("b", null)))
                .withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.refresh(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.put(null, "b")).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.put("b", null)).withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidate(null))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidateAll(null))
                .withMessage("keys");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidateAll(Arrays.asList("a", null)))
                .withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.expire(null)).withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidateTag(null))
                .withMessage("tag");
        assertThatNullPointerException().isThrownBy(() -> cache.write(null)).withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> cache.writeAll(null)).withMessage("keys");
        assertThatNullPointerException().isThrownBy(() -> cache.explain(null)).withMessage("key");

        assertThat(cache.stats()).isEqualTo(before);
        assertThat(cache.get("a")).isEqualTo("a1");
    }
}
