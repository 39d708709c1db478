package dev.scalekit.routing.balance;

/**
 * How much is tried again on another endpoint. A budget is what keeps retries from becoming the load that breaks what
 * is left: it allows a part of the calls of the last ten seconds, and a few a second besides, so that little traffic is
 * helped too. Not thread-safe.
 */
public final class RetryOptions {
    private double share = 0.2;
    private int perSecond = 10;
    private int attempts = 3;

    RetryOptions() {}

    /** Sets which part of the calls of the last ten seconds may be retries. From 0 to 10. Default: 0.2, as in Finagle. */
    public RetryOptions share(double share) {
        this.share = share;
        return this;
    }

    /**
     * Sets how many retries a second are allowed besides, on an average of ten seconds. From 0 to 1,000,000. Default:
     * 10, as in Finagle.
     */
    public RetryOptions perSecond(int retries) {
        perSecond = retries;
        return this;
    }

    /** Sets how many endpoints are tried for one thing, the first included. From 1 to 100. Default: 3. */
    public RetryOptions attempts(int attempts) {
        this.attempts = attempts;
        return this;
    }

    Retries checked() {
        return new Retries(
                Bounds.requireBetween(share, "retries share", 0, 10),
                Bounds.requireBetween(perSecond, "retries perSecond", 0, 1_000_000),
                Bounds.requireBetween(attempts, "retries attempts", 1, 100));
    }
}
