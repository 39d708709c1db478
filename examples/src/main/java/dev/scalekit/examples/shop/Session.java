package dev.scalekit.examples.shop;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A logged-in customer and the cart. Thread-safe. */
final class Session {
    /** More than anybody buys; keeps a client from filling the memory. */
    private static final int MOST_LINES = 100;

    private final int customer;
    private final long version;
    /** Units by product. */
    private final Map<Integer, Integer> cart = new LinkedHashMap<>();

    /** Creates the session of somebody who has just logged in. */
    Session(int customer) {
        this(customer, 0, List.of());
    }

    /**
     * Creates a session as it was kept somewhere.
     *
     * @param version tells it from what it was before and will be after: see {@link #version}
     */
    Session(int customer, long version, Collection<CartLine> cart) {
        this.customer = customer;
        this.version = version;
        cart.forEach(line -> this.cart.put(line.product(), line.units()));
    }

    int customer() {
        return customer;
    }

    /** Returns which of the session's states this was when it was found. */
    long version() {
        return version;
    }

    /** Sets how many units of a product are in the cart; sent again, it changes nothing. Returns false if it is full. */
    synchronized boolean put(CartLine line) {
        if (cart.size() == MOST_LINES && !cart.containsKey(line.product())) {
            return false;
        }
        cart.put(line.product(), line.units());
        return true;
    }

    synchronized List<CartLine> cart() {
        return cart.entrySet().stream()
                .map(line -> new CartLine(line.getKey(), line.getValue()))
                .toList();
    }

    /** Takes out what was ordered; what was put in meanwhile stays. */
    synchronized void remove(List<CartLine> ordered) {
        ordered.forEach(line -> cart.remove(line.product(), line.units()));
    }
}
