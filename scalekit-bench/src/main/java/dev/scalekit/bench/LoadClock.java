package dev.scalekit.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures time and waits for a moment. Implementations are thread-safe. */
interface LoadClock {
    /** The time since some fixed moment. */
    long nanos();

    /** Returns at the moment when {@link #nanos} is {@code nanos}, or at once if it has passed. */
    void awaitUntil(long nanos);

    /** The clock of the machine. */
    LoadClock SYSTEM = new LoadClock() {
        /*
         * A parked thread comes back some 60 us late, which would be added to each latency measured from the intended
         * start. The last stretch is therefore spun, and processor time is not reported for loads with a rate.
         */
        private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void awaitUntil(long nanos) {
            long left = nanos - System.nanoTime();
            while (left > 0) {
                if (left > SPIN_NANOS) {
                    LockSupport.parkNanos(left - SPIN_NANOS);
                } else {
                    Thread.onSpinWait();
                }
                left = nanos - System.nanoTime();
            }
        }
    };
}
