package dev.scalekit.bench;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/** Says on a long run how far it is. Not thread-safe. */
final class Progress {
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private int rounds;
    private int total;
    private int done;
    private long start;

    Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    /** Starts the clock on {@code rounds} rounds with {@code trials} trials each. */
    void begin(int rounds, int trials) {
        this.rounds = rounds;
        this.total = rounds * trials;
        this.done = 0;
        this.start = nanoTime.getAsLong();
    }

    /** Announces what runs next. */
    void next(int round, Comparison comparison) {
        out.println("round " + round + " of " + rounds + ": " + comparison.heading() + left());
    }

    /** Counts a trial. */
    void done() {
        done++;
    }

    private String left() {
        if (done == 0) {
            return "";
        }
        long spent = nanoTime.getAsLong() - start;
        long seconds = Math.round(spent / 1e9 / done * (total - done));
        return seconds < 100
                ? " (about " + seconds + " s left)"
                : " (about " + Math.round(seconds / 60.0) + " min left)";
    }
}
