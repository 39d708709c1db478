package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what an experiment expects, for half a minute at most, while the customers shop. Thread-safe.
 *
 * @param lookMillis how often it looks
 */
record Lookout(Customers customers, Ticker ticker, long lookMillis) {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Returns how many nanoseconds after {@code since} the condition was seen to hold; empty if it did not in time.
     *
     * @param since by the ticker
     * @throws InterruptedException also if the shop closes meanwhile
     */
    Optional<Long> await(long since, BooleanSupplier condition) throws InterruptedException {
        return find(since, () -> condition.getAsBoolean() ? Optional.of(ticker.nanos() - since) : Optional.empty());
    }

    /**
     * Returns the first that a look has found; empty if none did in time.
     *
     * @param since by the ticker
     * @throws InterruptedException also if the shop closes meanwhile
     */
    <T> Optional<T> find(long since, Supplier<Optional<T>> look) throws InterruptedException {
        while (ticker.nanos() - since < PATIENCE.toNanos()) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found;
            }
            customers.pause(lookMillis);
        }
        return Optional.empty();
    }

    /** Says how long something took, or that it was not seen. */
    static String seconds(Optional<Long> nanos) {
        return nanos.map(Figures::seconds).orElse("not within " + PATIENCE.toSeconds());
    }
}
