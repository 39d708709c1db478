package dev.scalekit.routing.balance;

import java.time.Duration;

/**
 * When failing calls take an endpoint out of rotation, and for how long. Immutable.
 *
 * @param failures in a row, of any origin
 * @param localFailures in a row, of origin {@link Origin#LOCAL}
 * @param rate part of the outcomes that fail
 * @param rateMinimum outcomes in one window that say anything about the rate
 * @param cap part of the endpoints that may be ejected at once; one always
 */
record Ejection(
        int failures, int localFailures, double rate, int rateMinimum, Duration base, Duration longest, double cap) {
    /** 0.29 times 100 is a little less than 29 as a double. */
    private static final double ROUNDING = 1e-9;

    /** The rate is of this time at most, as Envoy's interval. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** Returns how many of {@code endpoints} may be out at once. */
    int most(int endpoints) {
        return Math.max(1, (int) Math.floor(cap * endpoints + ROUNDING));
    }

    /** Returns for how long an endpoint is out that is ejected for the {@code times}-th time, counted from 1. */
    Duration duration(int times) {
        Duration grown = base.multipliedBy(times);
        return grown.compareTo(longest) > 0 ? longest : grown;
    }

    /**
     * Returns how often an endpoint counts as ejected, this time included: each base time in rotation makes up for one.
     *
     * @param times how often it counted as ejected the last time
     * @param healthy how long it has been in rotation since, in nanoseconds
     */
    int times(int times, long healthy) {
        long madeUp = Math.max(0, healthy) / base.toNanos();
        return (int) Math.max(0, times - madeUp) + 1;
    }
}
