package dev.scalekit.examples.demo;

/** For how long at most nothing has happened. Thread-safe. */
final class Pulse {
    private final Ticker ticker;
    private long last;
    private long longest;

    Pulse(Ticker ticker) {
        this.ticker = ticker;
        begin();
    }

    /** Looks at what comes from now on. */
    synchronized void begin() {
        last = ticker.nanos();
        longest = 0;
    }

    /** Notes that it has happened. */
    synchronized void beat() {
        longest = longestNanos();
        last = ticker.nanos();
    }

    /** Returns the longest time without, since the beginning. */
    synchronized long longestNanos() {
        return Math.max(longest, ticker.nanos() - last);
    }
}
