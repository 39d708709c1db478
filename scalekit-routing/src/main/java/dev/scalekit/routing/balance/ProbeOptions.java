package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How endpoints are probed. Not thread-safe. */
public final class ProbeOptions {
    private Duration every = Duration.ofSeconds(1);
    private Duration timeout = Duration.ofMillis(500);
    private int rise = 2;
    private int fall = 2;

    ProbeOptions() {}

    /**
     * Sets how often each endpoint is probed, give or take a tenth. From 2 milliseconds to 365 days. Default: 1 second: an
     * endpoint that hangs is out of rotation after some two.
     */
    public ProbeOptions every(Duration every) {
        this.every = requireNonNull(every, "every");
        return this;
    }

    /**
     * Sets how long a probe may take. From 1 millisecond to nine tenths of the interval, which is the shortest time from
     * one probe to the next. Default: 500 milliseconds.
     */
    public ProbeOptions timeout(Duration timeout) {
        this.timeout = requireNonNull(timeout, "timeout");
        return this;
    }

    /** Sets how many probes in a row must be answered to bring an endpoint up. From 1 to 1,000. Default: 2. */
    public ProbeOptions rise(int answered) {
        rise = answered;
        return this;
    }

    /** Sets how many probes in a row must fail to take an endpoint down. From 1 to 1,000. Default: 2. */
    public ProbeOptions fall(int failed) {
        fall = failed;
        return this;
    }

    Probing checked() {
        Bounds.requireBetween(every, "probe every", Duration.ofMillis(2), Bounds.LONGEST_WAIT);
        if (requireNonNull(timeout, "timeout").compareTo(Duration.ofMillis(1)) < 0
                || timeout.compareTo(every.multipliedBy(9).dividedBy(10)) > 0) {
            throw new IllegalArgumentException(
                    "probe timeout must be from PT0.001S to nine tenths of the interval of " + every + ": " + timeout);
        }
        return new Probing(
                every,
                timeout,
                Bounds.requireBetween(rise, "probe rise", 1, 1_000),
                Bounds.requireBetween(fall, "probe fall", 1, 1_000));
    }
}
