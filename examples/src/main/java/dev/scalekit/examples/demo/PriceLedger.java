package dev.scalekit.examples.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which prices were set and acknowledged, and which are shown after that. Thread-safe.
 *
 * <p>No product has the same price twice, so a price that is shown tells since when it is old.
 */
final class PriceLedger {
    private final Duration bound;
    /** By product, the oldest first. Guarded by this, as all below. */
    private final Map<Integer, List<Price>> prices = new HashMap<>();

    private final List<String> tooOld = new ArrayList<>();
    private long looks;
    private long oldestNanos;
    private long oldestEverNanos;

    /**
     * A price that a product has or had.
     *
     * @param acknowledged when somebody was told that it has it; empty if nobody was
     */
    private record Price(long cents, Optional<Long> acknowledged) {
        /** Returns for how long it was acknowledged; less than zero if it was not then. */
        long age(long now) {
            return acknowledged.map(at -> now - at).orElse(-1L);
        }
    }

    /** @param bound for how long an old price may be shown after a new one was acknowledged */
    PriceLedger(Duration bound) {
        this.bound = bound;
    }

    Duration bound() {
        return bound;
    }

    /** Begins with a product that has a price. */
    synchronized void begin(int product, long cents) {
        List<Price> only = new ArrayList<>();
        only.add(new Price(cents, Optional.empty()));
        prices.put(product, only);
    }

    /** Returns the price that a product has, or will have once that is acknowledged; empty if it is not looked at. */
    synchronized Optional<Long> price(int product) {
        List<Price> all = prices.get(product);
        return all == null
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1).cents());
    }

    /** Returns a higher price, which is about to be set. */
    synchronized long raise(int product) {
        List<Price> all = of(product);
        long cents = all.get(all.size() - 1).cents() + 1;
        all.add(new Price(cents, Optional.empty()));
        return cents;
    }

    /** Notes that the last price of a product is acknowledged. */
    synchronized void acknowledge(int product, long now) {
        List<Price> all = of(product);
        int last = all.size() - 1;
        all.set(last, new Price(all.get(last).cents(), Optional.of(now)));
    }

    private List<Price> of(int product) {
        return requireNonNull(prices.get(product), "nobody has begun with the product");
    }

    /** Looks no more at a product: a change whose answer got lost may come about later. */
    synchronized void forget(int product) {
        prices.remove(product);
    }

    /**
     * Judges a price that is shown.
     *
     * @param asked when it was asked for
     * @param where who has shown it
     */
    synchronized void shown(int product, long cents, long asked, String where) {
        List<Price> all = prices.get(product);
        if (all == null) {
            return;
        }
        looks++;
        int place = all.stream().map(Price::cents).toList().indexOf(cents);
        if (place < 0) {
            tooOld.add("product " + product + " on " + where + ": " + cents + " cents, which nobody has set");
            return;
        }
        // Since the first one after it was acknowledged.
        long old = all.stream()
                .skip(place + 1L)
                .mapToLong(price -> price.age(asked))
                .max()
                .orElse(-1);
        oldestNanos = Math.max(oldestNanos, old);
        oldestEverNanos = Math.max(oldestEverNanos, old);
        if (old >= bound.toNanos()) {
            tooOld.add("product " + product + " on " + where + ": " + cents + " cents, " + Figures.seconds(old)
                    + " s after it had another price");
        }
    }

    synchronized long lookCount() {
        return looks;
    }

    /** Returns which were shown that nobody should have seen any more. */
    synchronized List<String> tooOld() {
        return List.copyOf(tooOld);
    }

    /** Returns for how long at most a price was shown after the next one was acknowledged. */
    synchronized long oldestEverNanos() {
        return oldestEverNanos;
    }

    /** The same, of those that were shown since this was called the last time. */
    synchronized long oldestNanos() {
        long oldest = oldestNanos;
        oldestNanos = 0;
        return oldest;
    }
}
