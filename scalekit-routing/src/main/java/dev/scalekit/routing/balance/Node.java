package dev.scalekit.routing.balance;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint with all that is known of it. What is not private is guarded by the roster's lock; the rest is immutable or
 * thread-safe by itself.
 */
final class Node<T> {
    private final String name;
    private final T target;
    private final @Nullable String zone;
    private final long hash;

    private final InFlight inFlight = new InFlight();
    private final PeakLatency latency;
    private final Counts counts;

    final Health health;
    final ProbeRounds rounds;
    double weight;
    /** Who waits until it is drained. */
    @Nullable
    Drain drain;

    Node(Endpoint<T> endpoint, Health health, ProbeRounds rounds, Counts counts, long now) {
        this.name = endpoint.name();
        this.target = endpoint.target();
        this.zone = endpoint.zone();
        this.weight = endpoint.weight();
        this.hash = Mix.hash(name);
        this.latency = new PeakLatency(now);
        this.counts = counts;
        this.health = health;
        this.rounds = rounds;
    }

    String name() {
        return name;
    }

    T target() {
        return target;
    }

    @Nullable
    String zone() {
        return zone;
    }

    long hash() {
        return hash;
    }

    InFlight inFlight() {
        return inFlight;
    }

    PeakLatency latency() {
        return latency;
    }

    Counts counts() {
        return counts;
    }

    /** Returns in how many nanoseconds something is due; none or less if it is now. */
    long dueIn(long now, boolean isProbed) {
        long wait = Long.MAX_VALUE;
        if (isProbed) {
            wait = rounds.next() - now;
        }
        if (health.isEjected()) {
            wait = Math.min(wait, health.ejectedUntil() - now);
        }
        if (health.isRamping()) {
            wait = Math.min(wait, health.nextStep(now) - now);
        }
        Drain going = drain;
        return going == null ? wait : Math.min(wait, going.deadline() - now);
    }

    @Override
    public String toString() {
        return name;
    }
}
