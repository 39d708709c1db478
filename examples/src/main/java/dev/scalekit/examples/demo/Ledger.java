package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.FoodMart.Sale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the customers know: which orders they sent, and which of them the shop acknowledged. Thread-safe.
 *
 * <p>An order that was sent and never acknowledged may or may not exist: its answer got lost.
 */
final class Ledger {
    private final ViewLedger views = new ViewLedger();
    private final SessionLedger sessions = new SessionLedger();
    private final OwnReads ownReads = new OwnReads();
    private final AtomicLong lastReference = new AtomicLong();
    private final Map<Long, Sale> sent = new ConcurrentHashMap<>();
    /** Guarded by itself; in the order of the acknowledgements. */
    private final List<Long> acknowledged = new ArrayList<>();

    /** Returns what the customers know of the pages that they looked at. */
    ViewLedger views() {
        return views;
    }

    /** Returns what the customers know of their sessions. */
    SessionLedger sessions() {
        return sessions;
    }

    /** Returns what the customers saw of what they had ordered. */
    OwnReads ownReads() {
        return ownReads;
    }

    /** Returns the reference of a new order, which is about to be sent for the first time. */
    long send(Sale sale) {
        long reference = lastReference.incrementAndGet();
        sent.put(reference, sale);
        return reference;
    }

    /** Notes that the shop has confirmed an order. */
    void acknowledge(long reference) {
        synchronized (acknowledged) {
            acknowledged.add(reference);
        }
    }

    /** Returns the references of all orders that are acknowledged by now. */
    List<Long> acknowledged() {
        synchronized (acknowledged) {
            return List.copyOf(acknowledged);
        }
    }

    int acknowledgedCount() {
        synchronized (acknowledged) {
            return acknowledged.size();
        }
    }

    /** Returns what was ordered under a reference; empty if nobody sent such an order. */
    Optional<Sale> sent(long reference) {
        return Optional.ofNullable(sent.get(reference));
    }

    @Override
    public String toString() {
        return "Ledger[sent=" + sent.size() + ", acknowledged=" + acknowledgedCount() + "]";
    }
}
