package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Once a price is acknowledged, no web server shows the one before for longer than is stated. */
record OldPrices(PriceLedger ledger, Ticker ticker) implements Promise {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    @Override
    public String id() {
        return "old-prices";
    }

    @Override
    public String title() {
        return "Old prices shown after " + ledger.bound().toSeconds() + " s";
    }

    @Override
    public String unit() {
        return "looks at prices";
    }

    @Override
    public String how() {
        return "once a second a price is changed, through one web server after the other, and all of them are asked for prices,"
                + " past the balancer: the price before may be shown for "
                + ledger.bound().toSeconds() + " s from the acknowledgement on; the longest was "
                + Figures.seconds(ledger.oldestEverNanos()) + " s";
    }

    /** @throws IllegalStateException while nobody has looked: nothing seen is no promise held */
    @Override
    public Verdict check() {
        // First what is too old: whatever is noted meanwhile is in both or in the second.
        List<String> tooOld = ledger.tooOld();
        long looks = ledger.lookCount();
        if (looks == 0) {
            throw new IllegalStateException("nobody has looked at a price yet");
        }
        return new Verdict(looks, tooOld.size(), Verdict.first("too old", tooOld));
    }

    /** {@inheritDoc} Here that is the first look. */
    @Override
    public void settle() throws InterruptedException {
        long start = ticker.nanos();
        while (ledger.lookCount() == 0 && ticker.nanos() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted before anybody has looked at a price");
            }
        }
    }
}
