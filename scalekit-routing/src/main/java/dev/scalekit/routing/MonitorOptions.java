package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How often nodes are asked what they are. Not thread-safe. */
public final class MonitorOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration every = Pace.STANDARD.every();
    private Duration inPanic = Pace.STANDARD.inPanic();
    private Duration timeout = Pace.STANDARD.timeout();
    private int fall = 2;

    MonitorOptions() {}

    /** Sets how often each node is asked while all is well. From 1 ms to 1 minute. Default: 500 ms. */
    public MonitorOptions every(Duration interval) {
        every = requireNonNull(interval, "interval");
        return this;
    }

    /**
     * Sets how often each one is asked while there is no primary, for half a minute or as long as somebody waits for one, and for two
     * seconds after somebody has met a failure. From 1 ms to {@link #every}.
     * Default: 50 ms.
     */
    public MonitorOptions inPanic(Duration interval) {
        inPanic = requireNonNull(interval, "interval");
        return this;
    }

    /** Sets how long an answer is waited for. From 1 ms to 1 minute. Default: 300 ms. */
    public MonitorOptions timeout(Duration timeout) {
        this.timeout = requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * Sets after how many questions without an answer in a row a node is down. From 1 to 100. Default: 2, so that one lost packet
     * is no outage, and one that hangs is found within 1.5 seconds.
     */
    public MonitorOptions fall(int questions) {
        fall = questions;
        return this;
    }

    Pace checked() {
        Limits.requireBetween(every, "every", SHORTEST, LONGEST);
        Limits.requireBetween(inPanic, "inPanic", SHORTEST, every);
        Limits.requireBetween(timeout, "timeout", SHORTEST, LONGEST);
        Duration shortest = inPanic.compareTo(Pace.STANDARD.shortest()) < 0 ? inPanic : Pace.STANDARD.shortest();
        return new Pace(every, inPanic, shortest, timeout);
    }

    int checkedFall() {
        return Limits.requireBetween(fall, "fall", 1, 100);
    }
}
