package dev.scalekit.examples.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The time since the start, and what happened when. Thread-safe. */
final class Timeline {
    private static final int MOST_ENTRIES = 60;

    private final Ticker ticker;
    private final long start;
    /** Guarded by itself, newest last. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    private long lastNumber;

    Timeline(Ticker ticker) {
        this.ticker = ticker;
        this.start = ticker.nanos();
    }

    /** How serious something is. */
    enum Level {
        INFO,
        GOOD,
        WARN,
        BAD
    }

    /**
     * What happened.
     *
     * @param n 1 for the first
     * @param t seconds since the start
     */
    record Entry(long n, double t, Level level, String text) {}

    Ticker ticker() {
        return ticker;
    }

    /** Returns the seconds since the start. */
    double seconds() {
        return seconds(ticker.nanos());
    }

    double seconds(long nanos) {
        return (nanos - start) / 1e9;
    }

    void add(Level level, String text) {
        synchronized (entries) {
            entries.addLast(new Entry(++lastNumber, seconds(), level, text));
            if (entries.size() > MOST_ENTRIES) {
                entries.removeFirst();
            }
        }
    }

    /** Returns the newest entries, newest last. */
    List<Entry> newest() {
        synchronized (entries) {
            return List.copyOf(entries);
        }
    }
}
