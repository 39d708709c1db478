package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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
        while (ticker.nanos() - since < PATIENCE.toNanos()) {
            if (condition.getAsBoolean()) {
                return Optional.of(ticker.nanos() - since);
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
