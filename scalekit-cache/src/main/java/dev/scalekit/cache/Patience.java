package dev.scalekit.cache;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * For how long callers wait for a load. Immutable.
 *
 * @param soft while there is something old to return instead; null for as long as otherwise
 * @param hard otherwise; null for ever
 */
record Patience(@Nullable Duration soft, @Nullable Duration hard) {
    /** Tells whether nobody leaves before a load is over, so that whoever wants it may as well do it. */
    boolean isEndless() {
        return soft == null && hard == null;
    }

    /** Returns how long to wait; null for ever. */
    @Nullable
    Duration of(boolean isInsteadOfOld) {
        return isInsteadOfOld && soft != null ? soft : hard;
    }

    /** Returns how long to wait still when the soft time is over, and there is nothing to return; null for ever. */
    @Nullable
    Duration rest() {
        return hard == null || soft == null ? hard : hard.minus(soft);
    }

    static <E> E await(CompletableFuture<E> future, @Nullable Duration time)
            throws InterruptedException, ExecutionException, TimeoutException {
        return time == null ? future.get() : future.get(time.toNanos(), NANOSECONDS);
    }
}
