package dev.scalekit.routing.balance;

import java.time.Duration;

/**
 * Which part of its users a region keeps: less at once when it is less well, and more only when it has been well for a
 * while, and then little by little. Not thread-safe.
 *
 * <p>Users who come back find cold caches and lagging copies, and a region that is broken again a moment later would move
 * them twice: a region that comes and goes is left alone until it stays.
 */
final class Damper {
    private final long delay;
    private final long ramp;

    private double kept = 1;
    /** Since when more than is kept could be kept; meaningless while it could not. */
    private long betterSince;

    private boolean better;
    private double rampFrom;

    /**
     * @param delay how long it has to be better without a break before it gets more
     * @param ramp how long it then takes from nothing to all
     */
    Damper(Duration delay, Duration ramp) {
        this.delay = delay.toNanos();
        this.ramp = ramp.toNanos();
    }

    /** @param bearable which part it could keep now, from 0 to 1 */
    void update(double bearable, long now) {
        if (bearable <= kept) {
            kept = bearable;
            better = false;
        } else if (!better) {
            better = true;
            betterSince = now;
            rampFrom = kept;
        }
        long since = now - betterSince - delay;
        if (better && since >= 0) {
            kept = Math.min(bearable, ramp == 0 ? 1 : rampFrom + (double) since / ramp);
            // All that it can bear: from here it begins anew, with the delay, should it get better still.
            better = kept < bearable;
        }
    }

    /** Keeps all that it can at once: for when its users are nowhere else. */
    void release(double bearable) {
        kept = bearable;
        better = false;
    }

    double kept() {
        return kept;
    }

    /** Whether it waits for its time or is on its way back. */
    boolean isReturning() {
        return better;
    }

    /** Whether it still waits for its time; for one that is returning. */
    boolean waits(long now) {
        return now - betterSince < delay;
    }
}
