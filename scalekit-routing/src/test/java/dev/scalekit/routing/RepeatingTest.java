package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The thread that does something again and again, and what must not end it. */
final class RepeatingTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Repeating> itself = new AtomicReference<>();

    private void doneTwiceIfTheFirstTime(LongSupplier does) {
        try (Repeating repeating = new Repeating("scalekit-routing-test", Duration.ofMillis(1), () -> {
            return done.incrementAndGet() == 1 ? does.getAsLong() : HOUR;
        })) {
            itself.set(repeating);
            repeating.start();

            Await.until("it is done again", Duration.ofSeconds(20), () -> done.get() == 2);
        }
    }

    @Test
    void whoever_wakes_it_while_it_is_at_it_has_it_done_again() {
        doneTwiceIfTheFirstTime(() -> {
            requireNonNull(itself.get()).wake();
            // As whatever waits in there does, which takes the permit.
            LockSupport.park(this);
            return HOUR;
        });
    }

    @Test
    void whatever_is_thrown_does_not_end_it() {
        doneTwiceIfTheFirstTime(() -> {
            throw new AssertionError("planted");
        });
    }

    @Test
    void something_that_cannot_even_be_logged_does_not_end_it() {
        doneTwiceIfTheFirstTime(() -> {
            throw new IllegalStateException("planted") {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("planted too");
                }
            };
        });
    }

    @Test
    void an_interrupt_does_not_end_its_rests() {
        doneTwiceIfTheFirstTime(() -> {
            Thread.currentThread().interrupt();
            requireNonNull(itself.get()).wake();
            return HOUR;
        });
    }

    @Test
    void many_that_do_not_return_are_waited_for_together() {
        CountDownLatch release = new CountDownLatch(1);
        List<Repeating> stuck = IntStream.range(0, 20)
                .mapToObj(i -> new Repeating("scalekit-routing-test", Duration.ofMillis(1), () -> {
                    done.incrementAndGet();
                    return await(release);
                }))
                .toList();
        stuck.forEach(Repeating::start);
        Await.until("all are at it", Duration.ofSeconds(20), () -> done.get() == 20);
        long begin = System.nanoTime();

        Repeating.close(stuck, Duration.ofMillis(500));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        release.countDown();
        Await.until(
                "all have ended", Duration.ofSeconds(20), () -> stuck.stream().allMatch(Repeating::hasEnded));
    }

    private static long await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return HOUR;
    }
}
