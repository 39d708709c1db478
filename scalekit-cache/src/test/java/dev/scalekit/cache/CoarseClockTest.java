package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The thread that moves the clock of hits, and what it is for. */
final class CoarseClockTest {
    private static final String THREAD = "scalekit-cache-clock";

    @RegisterExtension
    final Caches caches = new Caches();

    private final Rows rows = new Rows();

    private ReadThroughCacheBuilder<String, String> builder() {
        return ReadThroughCache.builder("test", rows);
    }

    private static void awaitNone() {
        Await.until(
                "the end of the clock", Caches.PATIENCE, () -> Caches.threads().isEmpty());
    }

    @Test
    void where_nothing_has_a_time_there_is_none() {
        ReadThroughCache<String, String> cache = caches.openAsUsersDo(builder());

        cache.get("a");

        assertThat(Caches.threads()).isEmpty();
    }

    @Test
    void there_is_one_for_all_caches_until_the_last_is_closed() {
        ReadThroughCache<String, String> one = caches.openAsUsersDo(builder().expireAfter(Duration.ofHours(1)));
        ReadThroughCache<String, String> other = caches.openAsUsersDo(builder().missingFor(Duration.ofHours(1)));
        List<String> both = Caches.threads();

        one.close();
        one.close();
        other.get("a");
        List<String> last = Caches.threads();
        other.close();
        awaitNone();

        assertThat(both).containsExactly(THREAD);
        assertThat(last).containsExactly(THREAD);
    }

    @Test
    void there_is_one_again_for_who_comes_later() {
        caches.openAsUsersDo(builder().expireAfter(Duration.ofHours(1))).close();
        awaitNone();

        caches.openAsUsersDo(builder().expireAfter(Duration.ofHours(1)));

        assertThat(Caches.threads()).containsExactly(THREAD);
    }

    @Test
    void there_is_one_where_a_loader_may_give_times() {
        caches.openAsUsersDo(ReadThroughCache.<String, String>builder("test", (key, context) -> key));

        assertThat(Caches.threads()).containsExactly(THREAD);
    }

    @Test
    void a_cache_that_could_not_be_built_leaves_none() {
        try {
            builder()
                    .expireAfter(Duration.ofHours(1))
                    .softTimeout(Duration.ofSeconds(1))
                    .build();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("softTimeout");
        }

        assertThat(Caches.threads()).isEmpty();
    }

    /** As if it did not get to run: nobody moves it, while a cache looks at it. */
    @Test
    void hits_go_by_it_and_what_is_written_by_the_exact_clock() {
        ReadThroughCache<String, String> cache =
                caches.openAsUsersDo(builder().expireAfter(Duration.ofNanos(1)).staleIfError(Duration.ofHours(1)));
        CoarseClock.SHARED.release();
        String first;
        String second;
        try {
            awaitNone();
            first = cache.get("a");
            second = cache.get("a");
        } finally {
            CoarseClock.SHARED.acquire();
        }

        Await.until("the next load", Caches.PATIENCE, () -> !"a1".equals(cache.get("a")));

        assertThat(first).isEqualTo("a1");
        assertThat(second).isEqualTo("a1");
        assertThat(rows.reads()).isGreaterThan(1);
    }

    @Test
    void to_look_at_it_is_no_look_at_the_exact_clock() {
        Thread caller = Thread.currentThread();
        AtomicInteger looks = new AtomicInteger();
        CoarseClock clock = new CoarseClock(
                () -> {
                    if (Thread.currentThread().equals(caller)) {
                        looks.incrementAndGet();
                    }
                    return 17;
                },
                CoarseClock::thread);
        clock.acquire();
        looks.set(0);

        long now = clock.nanos();
        clock.release();
        awaitNone();

        assertThat(now).isEqualTo(17);
        assertThat(looks).hasValue(0);
    }

    @Test
    void it_follows_the_exact_clock_while_somebody_uses_it_and_no_longer() {
        HandTicker exact = new HandTicker();
        CoarseClock clock = new CoarseClock(exact, CoarseClock::thread);

        clock.acquire();
        long atFirst = clock.nanos();
        exact.advance(Duration.ofHours(1));
        Await.until("the clock to follow", Caches.PATIENCE, () -> clock.nanos() == exact.nanos());
        clock.release();
        awaitNone();
        long atLast = clock.nanos();
        exact.advance(Duration.ofHours(1));

        assertThat(atLast - atFirst).isEqualTo(Duration.ofHours(1).toNanos());
        assertThat(clock.nanos()).isEqualTo(atLast);
    }

    @Test
    void who_could_not_start_it_leaves_it_to_the_next_one() {
        HandTicker exact = new HandTicker();
        boolean[] isFull = {true};
        CoarseClock clock = new CoarseClock(
                exact,
                task -> isFull[0]
                        ? new Thread(task) {
                            @Override
                            public synchronized void start() {
                                throw new OutOfMemoryError("planted: unable to create native thread");
                            }
                        }
                        : CoarseClock.thread(task));

        assertThatThrownBy(clock::acquire).hasMessageContaining("planted");
        isFull[0] = false;
        clock.acquire();
        exact.advance(Duration.ofHours(1));

        Await.until("the clock to follow", Caches.PATIENCE, () -> clock.nanos() == exact.nanos());
        clock.release();
        awaitNone();
    }
}
