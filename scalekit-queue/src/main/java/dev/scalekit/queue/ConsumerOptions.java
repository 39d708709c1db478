package dev.scalekit.queue;

import java.time.Duration;

/** How messages are consumed. Each method returns other options and leaves these as they are. Immutable. */
public final class ConsumerOptions {
    private static final int MAXIMUM_CONCURRENCY = 10_000;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    private final int concurrency;
    private final boolean virtual;
    private final Duration stopTimeout;

    private ConsumerOptions(int concurrency, boolean virtual, Duration stopTimeout) {
        this.concurrency = concurrency;
        this.virtual = virtual;
        this.stopTimeout = stopTimeout;
    }

    /**
     * Begins with how many messages are handled at once, each by a thread of its own. From 1 to 10,000. There is no
     * default: it depends on what the handler waits for. More than a few hundred want {@linkplain #virtualThreads
     * virtual threads}.
     *
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public static ConsumerOptions concurrency(int concurrency) {
        return new ConsumerOptions(
                Bounds.requireBetween(concurrency, "concurrency", 1, MAXIMUM_CONCURRENCY), false, STOP_TIMEOUT);
    }

    /**
     * Handles messages on virtual threads. Default: platform threads, which every Java has and which no {@code
     * synchronized} in a handler holds up.
     *
     * @throws UnsupportedOperationException if this Java has none, that is before 21
     */
    public ConsumerOptions virtualThreads() {
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            throw new UnsupportedOperationException(
                    "virtualThreads needs Java " + FIRST_JAVA_WITH_VIRTUAL_THREADS + ": " + java);
        }
        return new ConsumerOptions(concurrency, true, stopTimeout);
    }

    /**
     * Sets how long {@link Consumer#close} waits for handlers before it interrupts them. From zero, which interrupts
     * at once, to 365 days. Default: 30 seconds, the lease that a queue has by default: after it the message would be
     * delivered again anyway.
     *
     * @throws IllegalArgumentException if it is negative or too long
     */
    public ConsumerOptions stopTimeout(Duration timeout) {
        return new ConsumerOptions(concurrency, virtual, Bounds.requireWait(timeout, "stopTimeout"));
    }

    int concurrency() {
        return concurrency;
    }

    boolean isVirtual() {
        return virtual;
    }

    /** Makes a thread that is not started. */
    Thread thread(String name, Runnable run) {
        return virtual ? VirtualThreads.unstarted(name, run) : platform(name, run);
    }

    private static Thread platform(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        return thread;
    }

    Duration stopTimeout() {
        return stopTimeout;
    }

    @Override
    public String toString() {
        return "ConsumerOptions[" + concurrency + (virtual ? " virtual threads" : " threads") + ", stopTimeout "
                + stopTimeout + "]";
    }
}
