package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;

/**
 * A load of one key that is under way. Thread-safe.
 *
 * @param <V> the type of values
 */
final class Flight<V> {
    /** The number of {@link Invalidations} when it began. */
    final long born;

    /** The call of a loader that it is part of. */
    final Load<?, ?> load;

    /** What it brings, also when it is not stored any more; a failure is that of the loader, {@link Abandoned} or {@link Closed}. */
    final CompletableFuture<Entry<V>> landing = new CompletableFuture<>();

    Flight(long born, Load<?, ?> load) {
        this.born = born;
        this.load = load;
    }

    /** Returns why it has brought nothing, as it is: who waits for a future is told of some failures in other words. */
    Throwable failure() {
        return requireNonNull(landing.handle((entry, failure) -> failure).join());
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
        return "Flight[number " + born + (landing.isDone() ? ", landed]" : "]");
    }
}
