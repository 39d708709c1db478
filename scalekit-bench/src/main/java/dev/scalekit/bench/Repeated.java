package dev.scalekit.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Does something again and again on a thread of its own, and knows when it went well. Thread-safe. */
final class Repeated {
    /** Some peers are not interrupted by anything for minutes; the JVM ends without them. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    /** After each try, good or not. */
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final Thread thread;
    /** Guarded by itself. */
    private final List<Long> done = new ArrayList<>();

    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean isEnding;

    /** What is done; it may fail. */
    interface Work {
        void run() throws SQLException;
    }

    Repeated(String name, Work work) {
        thread = new Thread(() -> run(work), "scalekit-bench-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run(Work work) {
        while (!isEnding) {
            try {
                work.run();
                synchronized (done) {
                    done.add(System.nanoTime());
                }
            } catch (SQLException e) {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    int failed() {
        return failed.get();
    }

    /** Waits for one that goes well. */
    void requireOne(Duration patience) {
        if (!awaitEndedAfter(System.nanoTime(), patience)) {
            throw new IllegalStateException(
                    thread.getName() + ": nothing went well before the kill, and " + failed + " failed");
        }
    }

    /** Waits for something that ended well after a time; returns whether there was any before the patience was over. */
    boolean awaitEndedAfter(long time, Duration patience) {
        while (firstEndedAfter(time) == Long.MAX_VALUE) {
            if (System.nanoTime() - time > patience.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** Returns when the first ended well that ended after a time; {@code Long.MAX_VALUE} if there was none. */
    long firstEndedAfter(long time) {
        synchronized (done) {
            return done.stream()
                    .mapToLong(Long::longValue)
                    .filter(ended -> ended - time > 0)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }

    /** Returns the longest time without anything that went well, between two moments. */
    long longestGap(long from, long to) {
        synchronized (done) {
            long longest = 0;
            long last = from;
            for (long ended : done) {
                if (ended - from > 0 && ended - to < 0) {
                    longest = Math.max(longest, ended - last);
                    last = ended;
                }
            }
            return Math.max(longest, to - last);
        }
    }

    void close() {
        isEnding = true;
        thread.interrupt();
        try {
            thread.join(LONGEST_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
