package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A load of one key that is under way. Thread-safe.
 *
 * <p>Threads that wait for it are woken first, and only then those are told who have a future, as that runs the user's code; in the
 * thread that loads that has to wait until its load is over, since other keys may be part of it.
 *
 * @param <V> the type of values
 */
final class Flight<V> {
    /** The number of {@link Invalidations} when it began. */
    final long born;

    /** The call of a loader that it is part of. */
    final Load<?, ?> load;

    /** What it brings, also when it is not stored any more; a failure is that of the loader, {@link Abandoned} or {@link Closed}. */
    private final CompletableFuture<Entry<V>> landing = new CompletableFuture<>();

    /** Read by those only who have seen that it is done. */
    private boolean isKnown;

    private volatile @Nullable Set<Runnable> followers;

    Flight(long born, Load<?, ?> load) {
        this.born = born;
        this.load = load;
    }

    boolean isDone() {
        return landing.isDone();
    }

    void land(Entry<V> entry) {
        landing.complete(entry);
        tellUnlessLoading();
    }

    /** It was not needed: somebody has stored that already. Who follows is not told yet. */
    void landKnown(Entry<V> known) {
        isKnown = true;
        landing.complete(known);
    }

    void fail(Throwable failure) {
        landing.completeExceptionally(failure);
        tellUnlessLoading();
    }

    private void tellUnlessLoading() {
        // Who follows from now on sees that it is done.
        if (followers != null && !load.isOfThread()) {
            tell();
        }
    }

    /** Waits until it is done. What it has brought is asked for by {@link #brought}. */
    void await(@Nullable Duration time) throws InterruptedException, TimeoutException {
        try {
            if (time == null) {
                landing.get();
            } else {
                landing.get(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | CancellationException e) {
            // It is done all the same.
        }
    }

    /** Returns what it has brought; null if it has failed. Only when it is done. */
    @Nullable
    Entry<V> brought() {
        return landing.isCompletedExceptionally() ? null : landing.join();
    }

    /** Tells whether what it has brought was there already. Only when it is done. */
    boolean isKnown() {
        return isKnown;
    }

    /** Returns why it has failed, as it is: who waits for a future is told of some failures in other words. */
    Throwable failure() {
        return requireNonNull(landing.handle((entry, failure) -> failure).join());
    }

    /** Has somebody told, once, when it is done. */
    void follow(Runnable follower) {
        Set<Runnable> all = followers;
        if (all == null) {
            synchronized (this) {
                all = followers;
                if (all == null) {
                    all = ConcurrentHashMap.newKeySet();
                    followers = all;
                }
            }
        }
        all.add(follower);
        if (isDone() && !load.isOfThread()) {
            // It may have been done before there was somebody to tell.
            tell();
        }
    }

    void unfollow(Runnable follower) {
        Set<Runnable> all = followers;
        if (all != null) {
            all.remove(follower);
        }
    }

    /** Tells those who follow, if it is done. */
    void tell() {
        Set<Runnable> all = followers;
        if (all != null && isDone()) {
            // Each once, whoever else tells at the same time.
            List.copyOf(all).stream().filter(all::remove).forEach(Runnable::run);
        }
    }

    /** It was given up for a reason that is none of those who wait for it: they may load themselves. */
    static final class Abandoned extends Exception {
        private static final long serialVersionUID = 1L;

        final Throwable reason;

        Abandoned(Throwable reason) {
            super("The load was given up", reason, false, false);
            this.reason = reason;
        }
    }

    /** The cache was closed before it was over: whoever looks again is told so. */
    static final class Closed extends Exception {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("The cache was closed", null, false, false);
        }
    }

    @Override
    public String toString() {
        return "Flight[number " + born + (isDone() ? ", landed]" : "]");
    }
}
