package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writes to the database that the cache knows of from before they begin. */
final class WriteFenceTest {
    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCache<String, String> open() {
        return caches.open(ReadThroughCache.builder("test", rows));
    }

    private static boolean isStored(ReadThroughCache<String, String> cache, String key) {
        return cache.explain(key).state() != Explanation.State.ABSENT;
    }

    @Test
    void what_is_loaded_while_it_is_written_is_returned_and_not_stored() {
        ReadThroughCache<String, String> cache = open();
        try (WriteFence fence = cache.write("a")) {
            String first = cache.get("a");
            String second = cache.get("a");

            assertThat(first).isEqualTo("a1");
            assertThat(second).isEqualTo("a2");
            assertThat(isStored(cache, "a")).isFalse();
            fence.commit();
        }
        assertThat(cache.get("a")).isEqualTo("a3");
        assertThat(cache.get("a")).isEqualTo("a3");
    }

    @Test
    void what_is_there_stays_until_the_write_is_committed() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        try (WriteFence fence = cache.write("a")) {
            String meanwhile = cache.get("a");

            fence.commit();

            assertThat(meanwhile).isEqualTo("a1");
            assertThat(isStored(cache, "a")).isFalse();
        }
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void what_is_there_stays_if_the_write_is_rolled_back() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        WriteFence fence = cache.write("a");
        boolean isWritten = cache.explain("a").written();
        fence.rollback();
        fence.close();

        assertThat(isWritten).isTrue();
        assertThat(cache.explain("a").written()).isFalse();
        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(cache.stats().invalidations()).isZero();
    }

    @Test
    void what_is_there_is_void_if_nobody_has_said_what_became_of_the_write() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");

        cache.write("a").close();

        assertThat(cache.explain("a").written()).isFalse();
        assertThat(cache.get("a")).isEqualTo("a2");
        assertThat(cache.stats().invalidations()).isOne();
    }

    @Test
    void a_load_that_began_before_the_write_is_not_stored_either() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            rows.stopNext(gate);
            Caller before = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            WriteFence fence = cache.write("a");
            gate.open();
            Object loaded = before.result();
            boolean isStored = isStored(cache, "a");
            fence.commit();

            assertThat(loaded).isEqualTo("a1");
            assertThat(isStored).isFalse();
            assertThat(cache.get("a")).isEqualTo("a2");
        }
    }

    @Test
    void a_load_that_began_during_the_write_and_ends_after_it_is_not_stored() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            WriteFence fence = cache.write("a");
            rows.stopNext(gate);
            Caller during = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            fence.commit();
            String after = cache.get("a");
            gate.open();

            assertThat(after).isEqualTo("a2");
            assertThat(during.result()).isEqualTo("a1");
            assertThat(cache.get("a")).isEqualTo("a2");
        }
    }

    @Test
    void a_load_that_began_during_a_write_that_is_given_up_may_be_of_that_write() throws Exception {
        ReadThroughCache<String, String> cache = open();
        try (Gate gate = new Gate()) {
            WriteFence fence = cache.write("a");
            rows.stopNext(gate);
            Caller during = Caller.of(() -> cache.get("a"));
            gate.awaitSomebody();

            fence.rollback();
            gate.open();

            assertThat(during.result()).isEqualTo("a1");
            assertThat(isStored(cache, "a")).isFalse();
        }
    }

    @Test
    void of_two_writes_at_a_time_each_has_to_end() {
        ReadThroughCache<String, String> cache = open();
        WriteFence one = cache.write("a");
        WriteFence other = cache.write("a");

        one.commit();
        cache.get("a");
        boolean isStoredEarly = isStored(cache, "a");
        other.commit();
        cache.get("a");

        assertThat(isStoredEarly).isFalse();
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void a_write_within_a_write_of_the_same_key_ends_by_itself() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        try (WriteFence outer = cache.write("a")) {
            try (WriteFence inner = cache.write("a")) {
                inner.commit();
            }
            boolean isStillWritten = cache.explain("a").written();
            outer.commit();

            assertThat(isStillWritten).isTrue();
        }
        assertThat(cache.explain("a").written()).isFalse();
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void of_two_writes_one_committed_and_one_given_up_the_value_is_void() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        WriteFence one = cache.write("a");
        WriteFence other = cache.write("a");

        one.commit();
        other.rollback();

        assertThat(isStored(cache, "a")).isFalse();
        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void other_keys_are_not_written() {
        ReadThroughCache<String, String> cache = open();
        try (WriteFence fence = cache.write("a")) {
            cache.get("b");

            fence.commit();

            assertThat(cache.get("b")).isEqualTo("b1");
        }
    }

    @Test
    void a_write_is_committed_once() {
        ReadThroughCache<String, String> cache = open();
        WriteFence fence = cache.write("a");
        fence.commit();
        cache.get("a");

        assertThatThrownBy(fence::commit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The write of a in cache test is over already");
        fence.close();
        fence.close();

        assertThat(cache.get("a")).isEqualTo("a1");
        assertThat(cache.stats().invalidations()).isOne();
    }

    @Test
    void a_write_that_was_given_up_cannot_be_committed() {
        WriteFence fence = open().write("a");
        fence.rollback();

        assertThatThrownBy(fence::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fence::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_void_during_a_write_is_so_though_that_is_given_up() {
        ReadThroughCache<String, String> cache = open();
        cache.get("a");
        WriteFence fence = cache.write("a");

        cache.invalidate("a");
        fence.rollback();

        assertThat(cache.get("a")).isEqualTo("a2");
    }

    @Test
    void a_failed_load_during_a_write_holds_nothing_back() {
        ReadThroughCache<String, String> cache = caches.open(ReadThroughCache.builder("test", rows)
                .expireAfter(Duration.ofHours(1))
                .staleIfError(Duration.ofHours(1)));
        cache.get("a");
        caches.ticker.advance(Duration.ofHours(1));
        rows.failWith(new IllegalStateException("planted"));
        WriteFence fence = cache.write("a");

        String old = cache.get("a");
        fence.rollback();
        rows.recover();

        assertThat(old).isEqualTo("a1");
        assertThat(cache.explain("a").failures()).isZero();
        assertThat(cache.get("a")).isEqualTo("a3");
    }
}
