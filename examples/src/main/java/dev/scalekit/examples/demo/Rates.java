package dev.scalekit.examples.demo;

import java.util.List;
import java.util.function.LongSupplier;

/** How fast counts rise, since they were last looked at. Used by one thread. */
final class Rates {
    private final Ticker ticker;
    private final List<LongSupplier> counts;
    private final long[] last;
    private long lastNanos;

    Rates(Ticker ticker, LongSupplier... counts) {
        this.ticker = ticker;
        this.counts = List.of(counts);
        this.last = new long[counts.length];
        this.lastNanos = ticker.nanos();
    }

    /** Returns by how much each has risen, in a second. */
    double[] perSecond() {
        long nanos = ticker.nanos();
        double seconds = (nanos - lastNanos) / 1e9;
        double[] rates = new double[last.length];
        for (int i = 0; i < rates.length; i++) {
            long now = counts.get(i).getAsLong();
            rates[i] = (now - last[i]) / seconds;
            last[i] = now;
        }
        lastNanos = nanos;
        return rates;
    }
}
