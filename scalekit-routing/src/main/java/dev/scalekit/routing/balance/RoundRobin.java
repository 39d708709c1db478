package dev.scalekit.routing.balance;

import java.util.concurrent.atomic.AtomicLong;

/** One after the other. Thread-safe. */
final class RoundRobin<T> implements Balancer<T> {
    private final AtomicLong turns;

    RoundRobin(long first) {
        turns = new AtomicLong(first);
    }

    @Override
    public int select(Candidates<? extends T> candidates, long bits) {
        return at(candidates, turns.getAndIncrement());
    }

    /**
     * Returns whose turn it is. The multiples of the golden ratio are the points on a circle that are spread most evenly
     * however many are taken, and {@code byWeight} gives each candidate its part of the circle. With equal weights,
     * taking turns is more even still.
     */
    static int at(Candidates<?> candidates, long turn) {
        return candidates.isEven()
                ? (int) Long.remainderUnsigned(turn, candidates.size())
                : candidates.byWeight(turn * Mix.GOLDEN);
    }
}
