package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
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
}
