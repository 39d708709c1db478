package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of a loader, for one key or several, and what it waits for: so that loads that wait for each other are found out, instead of
 * waiting for ever. Of all caches together, for they may load from each other. To be filled by one thread, then thread-safe.
 *
 * <p>Each says what it waits for before it waits, and only then looks whether that leads back to itself. So of those that close a
 * circle at the same time, the last one to say so sees all of it.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Load<K, V> {
    private static final int LONGEST_WALK = 10_000;

    private static final Current CURRENT = new Current();

    /** Whether it is for nobody in particular. */
    final boolean isRefresh;

    final long startedNanos;

    private final Object cache;
    private final List<Ask<K, V>> asks = new ArrayList<>(1);

    /** In the middle of which one this is called, by its thread. */
    private @Nullable Load<?, ?> outer;

    private volatile @Nullable Load<?, ?> waitsFor;

    /** What a thread is loading: of all caches, or a circle that leads through two of them would not be seen. */
    private static final class Current {
        @SuppressWarnings("ThreadLocalUsage") // There is one of this, which is static.
        private final ThreadLocal<@Nullable Load<?, ?>> ofThread = new ThreadLocal<>();

        @Nullable
        Load<?, ?> get() {
            return ofThread.get();
        }

        void set(@Nullable Load<?, ?> load) {
            if (load == null) {
                ofThread.remove();
            } else {
                ofThread.set(load);
            }
        }
    }

    /** @param isRefresh whether it is for nobody in particular */
    Load(Object cache, boolean isRefresh, long startedNanos) {
        this.cache = cache;
        this.isRefresh = isRefresh;
        this.startedNanos = startedNanos;
    }

    /** Tells whether the thread is in the middle of a load. */
    static boolean isWithin() {
        return CURRENT.get() != null;
    }

    void add(Ask<K, V> ask) {
        asks.add(ask);
    }

    boolean isEmpty() {
        return asks.isEmpty();
    }

    /** Calls the loader. Whatever this thread is loading already waits for that. */
    void run(Source<K, V> source) {
        Load<?, ?> before = CURRENT.get();
        outer = before;
        if (before != null) {
            before.waitsFor = this;
        }
        CURRENT.set(this);
        try {
            source.load(asks);
        } catch (Throwable e) {
            // A source throws nothing; what is thrown by a lack of memory must not leave anybody waiting.
            asks.stream().filter(ask -> !ask.isAnswered()).forEach(ask -> ask.lookup.abandon(e));
            throw e;
        } finally {
            outer = null;
            CURRENT.set(before);
            if (before != null) {
                before.waitsFor = null;
            }
        }
    }

    /** Has none of it loaded: others may. */
    void abandon(Throwable reason) {
        asks.forEach(ask -> ask.lookup.abandon(reason));
    }

    /**
     * Waits for another one in some way, unless that waits for this thread.
     *
     * @param key that it brings
     * @throws RecursiveLoadException if it does
     */
    static <R> R await(Load<?, ?> other, Object key, Wait<R> wait)
            throws InterruptedException, ExecutionException, TimeoutException {
        Load<?, ?> own = CURRENT.get();
        if (own == null) {
            return wait.await();
        }
        own.waitFor(other);
        try {
            if (other.leadsTo(own)) {
                throw new RecursiveLoadException("The load of " + own + " needs " + key + ", whose load waits for it");
            }
            return wait.await();
        } finally {
            own.waitFor(null);
        }
    }

    /** A wait for a future. */
    @FunctionalInterface
    interface Wait<R> {
        R await() throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** @param other null if it waits no more */
    void waitFor(@Nullable Load<?, ?> other) {
        waitsFor = other;
    }

    /**
     * Nobody waits for more than one, so this is a walk. It is bounded, for others may close a circle while it goes on, which they
     * find out themselves.
     */
    @SuppressWarnings("ReferenceEquality") // Each is itself.
    boolean leadsTo(Load<?, ?> own) {
        Load<?, ?> at = this;
        for (int steps = 0; at != null && steps < LONGEST_WALK; steps++) {
            if (at == own) {
                return true;
            }
            at = at.waitsFor;
        }
        return false;
    }

    /**
     * Refuses to load what this thread is loading already, though that was invalidated meanwhile.
     *
     * @throws RecursiveLoadException if it is
     */
    @SuppressWarnings("ReferenceEquality") // A cache is itself.
    static void requireOther(Object cache, Object key) {
        for (Load<?, ?> at = CURRENT.get(); at != null; at = at.outer) {
            if (at.cache == cache && at.isLoading(key)) {
                throw new RecursiveLoadException("The load of " + key + " needs " + key + " itself");
            }
        }
    }

    /** What has landed is not loaded any more, though whoever waited for it may go on in this thread. */
    private boolean isLoading(Object key) {
        return asks.stream().anyMatch(ask -> ask.key().equals(key) && !ask.isAnswered());
    }

    @Override
    public String toString() {
        return asks.size() == 1 ? String.valueOf(asks.get(0).key()) : asks.size() + " keys";
    }
}
