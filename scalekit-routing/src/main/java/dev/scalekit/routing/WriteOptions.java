package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How writes are routed. Not thread-safe. */
public final class WriteOptions {
    private WhenNoPrimary whenNoPrimary = WhenNoPrimary.waitUpTo(Duration.ofSeconds(10));
    private int maximumWaiting = 256;

    WriteOptions() {}

    /** Sets what becomes of a write while there is no primary. Default: it waits up to 10 seconds, in which most are replaced. */
    public WriteOptions whenNoPrimary(WhenNoPrimary what) {
        whenNoPrimary = requireNonNull(what, "what");
        return this;
    }

    /**
     * Sets how many callers may wait for a node at once, those that read too; further ones fail at once. From 0 to 1,000,000.
     * Default: 256: as many threads as a web server has, and not all requests of an outage.
     */
    public WriteOptions maximumWaiting(int callers) {
        maximumWaiting = callers;
        return this;
    }

    Duration whenNoPrimary() {
        return whenNoPrimary.bound();
    }

    int checkedWaiting() {
        return Limits.requireBetween(maximumWaiting, "maximumWaiting", 0, 1_000_000);
    }
}
