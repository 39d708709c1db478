package dev.scalekit.examples.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the customers know of the pages that they looked at, by product: how many they asked for, and how many they got.
 * Thread-safe.
 *
 * <p>A page that was asked for and did not come may have been counted or not: its answer got lost.
 */
final class ViewLedger {
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<Integer, AtomicLong> begun = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicLong> acknowledged = new ConcurrentHashMap<>();

    /** Returns the number of a new page view, which is about to be asked for. */
    long begin(int product) {
        count(begun, product);
        return lastNumber.incrementAndGet();
    }

    /** Notes that a page has come. */
    void acknowledge(int product) {
        count(acknowledged, product);
    }

    private static void count(Map<Integer, AtomicLong> views, int product) {
        views.computeIfAbsent(product, any -> new AtomicLong()).incrementAndGet();
    }

    /** Returns how many pages were asked for by now, for each product. */
    Map<Integer, Long> begun() {
        return copy(begun);
    }

    /** Returns how many pages have come by now, for each product. */
    Map<Integer, Long> acknowledged() {
        return copy(acknowledged);
    }

    /** Returns how many pages have come by now. */
    long acknowledgedCount() {
        return acknowledged.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private static Map<Integer, Long> copy(Map<Integer, AtomicLong> views) {
        Map<Integer, Long> copy = new HashMap<>();
        views.forEach((product, count) -> copy.put(product, count.get()));
        return copy;
    }

    @Override
    public String toString() {
        return "ViewLedger[begun=" + lastNumber + ", acknowledged=" + acknowledgedCount() + "]";
    }
}
