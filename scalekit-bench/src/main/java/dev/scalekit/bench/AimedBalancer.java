package dev.scalekit.bench;

import dev.scalekit.routing.balance.Balancer;
import dev.scalekit.routing.balance.Candidates;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A balancer that can be told which endpoint to take, to prepare what is measured, and lets one see what it chooses from.
 * Not thread-safe while it is aimed.
 */
final class AimedBalancer implements Balancer<Integer> {
    private static final int NOWHERE = -1;

    private final Balancer<? super Integer> strategy;
    private int target = NOWHERE;
    private @Nullable Candidates<? extends Integer> candidates;

    AimedBalancer(Balancer<? super Integer> strategy) {
        this.strategy = strategy;
    }

    @Override
    public int select(Candidates<? extends Integer> from, long bits) {
        if (target == NOWHERE) {
            return strategy.select(from, bits);
        }
        candidates = from;
        return target;
    }

    /** Takes this endpoint from now on. */
    void aim(int index) {
        target = index;
    }

    /** Takes what the strategy says from now on. */
    void release() {
        target = NOWHERE;
    }

    /** What it chose from when it was last aimed. */
    Candidates<? extends Integer> candidates() {
        return Objects.requireNonNull(candidates, "candidates");
    }
}
