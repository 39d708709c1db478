package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The cleaner by itself, on a clock that the test moves. */
final class CleanerTest {
    private static final SessionInfo GONE = new SessionInfo(
            new SessionRef(new UUID(0, 0)), "00", null, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Device.UNKNOWN);

    private final List<Integer> limits = new ArrayList<>();
    private long nanos;
    private int left;

    private SessionOptions options(Duration every) {
        SessionOptions options = InMemorySessionStore.builder().name("shop").options(InstantSource.system());
        return new SessionOptions(
                options.name(),
                options.idleTimeout(),
                options.absoluteTimeout(),
                options.touchEvery(),
                options.maximumPerUser(),
                options.whenExceeded(),
                options.codec(),
                options.limits(),
                every,
                options.listeners(),
                options.clock(),
                () -> nanos);
    }

    /** Returns a cleaner of so many sessions, of which each batch takes so long. */
    private Cleaner cleaner(int sessions, Duration batch) {
        left = sessions;
        IntFunction<List<SessionInfo>> remove = limit -> {
            limits.add(limit);
            nanos += batch.toNanos();
            int removed = Math.min(limit, left);
            left -= removed;
            return Collections.nCopies(removed, GONE);
        };
        return new Cleaner(options(Duration.ZERO), remove);
    }

    @Test
    void batches_grow_while_they_are_quick_and_end_with_the_first_that_is_not_full() {
        Cleaner cleaner = cleaner(3_000, Duration.ofMillis(5));

        assertThat(cleaner.cleanUp()).isEqualTo(3_000);

        assertThat(limits).startsWith(100, 125, 156, 195, 243, 250, 250).hasSize(14);
        assertThat(cleaner.cleanUp()).isZero();
    }

    @Test
    void batches_shrink_while_they_are_slow() {
        Cleaner cleaner = cleaner(100_000, Duration.ofMillis(21));

        cleaner.cleanUp();

        assertThat(limits.subList(0, 4)).containsExactly(100, 50, 50, 50);
    }

    @Test
    void a_round_ends_after_ten_seconds_and_the_next_one_goes_on() {
        Cleaner cleaner = cleaner(1_000, Duration.ofSeconds(3));

        assertThat(cleaner.cleanUp()).isEqualTo(100 + 3 * 50);

        assertThat(limits).hasSize(4);
        assertThat(cleaner.cleanUp()).isEqualTo(4 * 50);
    }

    @Test
    void a_batch_that_fails_fails_the_caller() {
        Cleaner cleaner = new Cleaner(options(Duration.ZERO), limit -> {
            throw new IllegalStateException("down");
        });

        assertThatIllegalStateException().isThrownBy(cleaner::cleanUp).withMessage("down");
    }

    @Test
    void the_thread_outlives_failures_says_them_once_and_ends_when_it_is_closed() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Cleaner cleaner = new Cleaner(options(Duration.ofMillis(1)), limit -> {
            thread.complete(Thread.currentThread());
            if (rounds.incrementAndGet() <= 5) {
                throw new IllegalStateException("down");
            }
            done.countDown();
            return List.of();
        });
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            cleaner.start();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            cleaner.close();
            System.setErr(before);
        }

        assertThat(thread.join().getName()).isEqualTo("scalekit-session-shop-cleanup");
        assertThat(thread.join().isDaemon()).isTrue();
        assertThat(thread.join().isAlive()).isFalse();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("shop: sessions whose time is over were not removed; tried again each PT0.001S");
    }

    @Test
    void it_may_be_closed_by_what_it_calls_and_stops_after_that_batch() throws Exception {
        CompletableFuture<Cleaner> itself = new CompletableFuture<>();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        itself.complete(new Cleaner(options(Duration.ofMillis(1)), limit -> {
            thread.complete(Thread.currentThread());
            itself.join().close();
            closed.countDown();
            return Collections.nCopies(limit, GONE);
        }));

        itself.join().start();

        assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        thread.join().join(30_000);
        assertThat(thread.join().isAlive()).isFalse();
    }

    @Test
    void a_store_cleans_up_by_itself_and_ends_its_thread() throws Exception {
        CountDownLatch expired = new CountDownLatch(1);
        MemoryStorage rows = new MemoryStorage(InstantSource.system());
        InMemorySessionStore store = new InMemorySessionStore(options(Duration.ofMillis(1)), rows);
        store.onExpired(session -> expired.countDown());
        Session session = store.create();
        session.idleTimeout(Duration.ofSeconds(1));
        store.save(session);

        store.start();

        assertThat(expired.await(30, TimeUnit.SECONDS)).isTrue();
        store.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("scalekit-session-shop-cleanup");
    }
}
