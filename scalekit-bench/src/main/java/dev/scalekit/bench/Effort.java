package dev.scalekit.bench;

import java.time.Duration;

/**
 * How long a run takes. Each subject runs once a round, in its own JVM: first the warm-up, then the measurement.
 *
 * @param rounds the number of rounds
 * @param quick whether the run is a quick look, whose figures must not be quoted
 * @param warmups the iterations that JMH throws away
 * @param measurements the iterations that JMH keeps
 * @param iteration the length of an iteration; what waits runs as long without being cut into iterations
 */
record Effort(int rounds, boolean quick, int warmups, int measurements, Duration iteration) {

    /** Rounds for a figure that may be quoted: its interval no longer depends on the slowest and the fastest round. */
    static final int QUOTABLE_ROUNDS = 10;

    static final Effort FULL = new Effort(QUOTABLE_ROUNDS, false, 3, 3, Duration.ofSeconds(1));
    static final Effort QUICK = new Effort(3, true, 2, 2, Duration.ofMillis(400));

    Effort {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
        }
    }

    Effort withRounds(int other) {
        return new Effort(other, quick, warmups, measurements, iteration);
    }

    /** The effort for what takes longer or less long than the others. */
    Effort times(double length) {
        return new Effort(
                rounds, quick, warmups, measurements, Duration.ofNanos(Math.round(iteration.toNanos() * length)));
    }

    Duration warmup() {
        return iteration.multipliedBy(warmups);
    }

    Duration measurement() {
        return iteration.multipliedBy(measurements);
    }
}
