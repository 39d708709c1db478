package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When endpoints whose calls fail are taken out of rotation for a while, without a probe ("outlier detection"). What
 * counts is said by the outcomes of leases; a cancelled one says nothing, a success ends a row. An endpoint comes back
 * when its time is over, by slow start; that its probe answers does not bring it back earlier, as a probe that answers
 * says little about calls that fail. Not thread-safe.
 */
public final class EjectionOptions {
    private int failures = 5;
    private int localFailures = 3;
    private double rate = 0.5;
    private int rateMinimum = 20;
    private Duration base = Duration.ofSeconds(10);
    private Duration longest = Duration.ofMinutes(5);
    private double cap = 0.5;

    EjectionOptions() {}

    /** Sets how many failures in a row, of any origin, eject an endpoint. From 1 to 1,000,000. Default: 5, as in Envoy. */
    public EjectionOptions consecutiveFailures(int failures) {
        this.failures = failures;
        return this;
    }

    /**
     * Sets how many failures in a row of origin {@link Origin#LOCAL} eject an endpoint. From 1 to 1,000,000. Default: 3:
     * an endpoint that cannot be reached seldom can a moment later, and each try makes somebody wait.
     */
    public EjectionOptions consecutiveLocalFailures(int failures) {
        localFailures = failures;
        return this;
    }

    /**
     * Sets which part of the outcomes of some 10 seconds must be failures to eject an endpoint, and from how many
     * outcomes on. The part is above 0 and up to 1, the outcomes are from 1 to 1,000,000. Default: half of at least 20.
     */
    public EjectionOptions failureRate(double rate, int minimumOutcomes) {
        this.rate = rate;
        rateMinimum = minimumOutcomes;
        return this;
    }

    /**
     * Sets for how long an endpoint is out the first time; the n-th time it is n times as long, and each such time in
     * rotation makes up for one. From 1 millisecond to 365 days. Default: 10 seconds, a third of Envoy's: few endpoints
     * miss one of them more.
     */
    public EjectionOptions base(Duration base) {
        this.base = requireNonNull(base, "base");
        return this;
    }

    /** Sets for how long an endpoint is out at most. From the base to 365 days. Default: 5 minutes, as in Envoy. */
    public EjectionOptions longest(Duration longest) {
        this.longest = requireNonNull(longest, "longest");
        return this;
    }

    /**
     * Sets which part of the endpoints may be ejected at once; one always may,
     * but for the last one that is up. From 0 to 1. Default: half: if more fail,
     * what they have in common is more likely to blame. (Envoy has a tenth, for tiers of hundreds.)
     */
    public EjectionOptions cap(double part) {
        cap = part;
        return this;
    }

    Ejection checked() {
        Bounds.requireBetween(failures, "consecutiveFailures", 1, 1_000_000);
        Bounds.requireBetween(localFailures, "consecutiveLocalFailures", 1, 1_000_000);
        Bounds.requireBetween(rateMinimum, "failureRate's minimumOutcomes", 1, 1_000_000);
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("failureRate must be above 0 and up to 1: " + rate);
        }
        Bounds.requireBetween(base, "ejection base", Duration.ofMillis(1), Bounds.LONGEST_WAIT);
        Bounds.requireBetween(longest, "ejection longest", base, Bounds.LONGEST_WAIT);
        Bounds.requireBetween(cap, "ejection cap", 0, 1);
        return new Ejection(failures, localFailures, rate, rateMinimum, base, longest, cap);
    }
}
