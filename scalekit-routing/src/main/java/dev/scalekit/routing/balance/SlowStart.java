package dev.scalekit.routing.balance;

import java.time.Duration;

/**
 * How much of its weight an endpoint has that came back or was added: the part of the window that has passed, at least a
 * tenth, as Envoy's slow start with an aggression of 1. It grows in steps, each of which is a new snapshot. Immutable.
 *
 * @param window zero for none
 */
record SlowStart(Duration window) {
    private static final int STEPS = 20;
    private static final double LEAST = 0.1;

    /** Returns the part that an endpoint has, from 0.1 to 1. */
    double part(long nanosSinceStart) {
        if (isOver(nanosSinceStart)) {
            return 1;
        }
        long steps = Math.max(0, nanosSinceStart) / step();
        // A window of a few nanoseconds has more steps.
        return Math.min(1, Math.max(LEAST, (double) steps / STEPS));
    }

    boolean isOver(long nanosSinceStart) {
        return nanosSinceStart >= window.toNanos();
    }

    /** Returns after how many nanoseconds since its start the part grows next. */
    long next(long nanosSinceStart) {
        return Math.min((Math.max(0, nanosSinceStart) / step() + 1) * step(), window.toNanos());
    }

    private long step() {
        return Math.max(1, window.toNanos() / STEPS);
    }
}
