package dev.scalekit.examples.shop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A logged-in customer and the cart. Thread-safe. */
final class Session {
    /** More than anybody buys; keeps a client from filling the memory. */
    private static final int MOST_LINES = 100;

    private final int customer;
    /** Units by product. */
    private final Map<Integer, Integer> cart = new LinkedHashMap<>();

    Session(int customer) {
        this.customer = customer;
    }

    int customer() {
        return customer;
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
