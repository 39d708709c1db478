package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.List;
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
    private final Source<K, V> source;
    private final List<Ask<K, V>> asks = new ArrayList<>(1);
    private volatile State state = State.COLLECTED;

    /** When the loader was called: what waits for a thread has not read anything yet. */
    private volatile long begunNanos;

    /** Whether one who waits for it has run it. */
    private volatile boolean isClaimed;

    /** What has ended and is not part of this; whoever follows is told when there is nothing left to start. */
    private @Nullable List<Flight<V>> others;

    /** What is to be done when it is over. Only for the thread in the middle of it. */
    private @Nullable List<Runnable> afterwards;

    /** In the middle of which one this is called, by its thread. */
    private @Nullable Load<?, ?> outer;

    private volatile @Nullable Load<?, ?> waitsFor;

    private enum State {
        /** Its asks are collected, by the thread that will run it or offer it. */
        COLLECTED,
        /** Whoever comes first may run it. */
        OFFERED,
        BEGUN
    }

    /** What a thread is loading: of all caches, or a circle that leads through two of them would not be seen. */
    private static final class Current {
        /** A place for each thread, which stays: to make it anew for each load takes longer. It holds nothing when there is no load. */
        @SuppressWarnings("ThreadLocalUsage") // There is one of this, which is static.
        private final ThreadLocal<@Nullable Object[]> ofThread = ThreadLocal.withInitial(() -> new @Nullable Object[1]);

        @Nullable
        Load<?, ?> get() {
            return (Load<?, ?>) place()[0];
        }

        @Nullable
        Object[] place() {
            return ofThread.get();
        }
    }

    /**
     * Creates one for no key.
     *
     * @param cache what it is for, with its name as text
     * @param isRefresh whether it is for nobody in particular
     */
    Load(Object cache, Source<K, V> source, boolean isRefresh, long startedNanos) {
        this.cache = cache;
        this.source = source;
        this.isRefresh = isRefresh;
        this.startedNanos = startedNanos;
        this.begunNanos = startedNanos;
    }

    /** Tells whether the thread is in the middle of a load for a cache. */
    @SuppressWarnings("ReferenceEquality") // A cache is itself.
    static boolean isWithin(Object cache) {
        for (Load<?, ?> at = CURRENT.get(); at != null; at = at.outer) {
            if (at.cache == cache) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether the thread is in the middle of this one. */
    @SuppressWarnings("ReferenceEquality") // Each is itself.
    boolean isOfThread() {
        for (Load<?, ?> at = CURRENT.get(); at != null; at = at.outer) {
            if (at == this) {
                return true;
            }
        }
        return false;
    }

    void add(Ask<K, V> ask) {
        asks.add(ask);
    }

    /** Notes what was boarded for this, and ended instead: somebody had stored it already, or it could not become part of it. */
    void addOther(Flight<V> flight) {
        List<Flight<V>> all = others == null ? new ArrayList<>() : others;
        all.add(flight);
        others = all;
    }

    /** Tells those who follow such: they may want what is part of this, so only when that is not up to this thread any more. */
    void tellOthers() {
        if (others != null) {
            others.forEach(Flight::tell);
        }
    }

    long begunNanos() {
        return begunNanos;
    }

    boolean isCollected() {
        return state == State.COLLECTED;
    }

    boolean isClaimed() {
        return isClaimed;
    }

    /** Does something that may want anything: at once, or, in the middle of it, when it is over. */
    void whenOver(Runnable task) {
        if (isOfThread()) {
            List<Runnable> all = afterwards == null ? new ArrayList<>() : afterwards;
            all.add(task);
            afterwards = all;
        } else {
            task.run();
        }
    }

    /** Returns what it is for. */
    List<K> keys() {
        return asks.stream().map(Ask::key).toList();
    }

    boolean isEmpty() {
        return asks.isEmpty();
    }

    /** Calls the loader. Whatever this thread is loading already waits for that. */
    void run() {
        state = State.BEGUN;
        answer(source);
    }

    /** Has all of it answered before anybody is told who follows: that may be anything, and want the rest of it. */
    private void answer(Source<K, V> answering) {
        try {
            call(answering);
        } finally {
            if (afterwards != null) {
                afterwards.forEach(Runnable::run);
            }
            asks.forEach(ask -> ask.lookup.flight().tell());
            tellOthers();
        }
    }

    /** Lets any thread run it, by {@link #runIfOffered}, and no longer this one by {@link #run}. */
    void offer() {
        state = State.OFFERED;
    }

    /** Takes back the offer; tells whether nobody runs it. */
    synchronized boolean withdraw() {
        boolean isOffered = state == State.OFFERED;
        if (isOffered) {
            state = State.BEGUN;
        }
        return isOffered;
    }

    /** Calls the loader, if it was offered, and nobody does so already. */
    void runIfOffered(long nowNanos) {
        if (withdraw()) {
            runAt(nowNanos);
        }
    }

    private void runAt(long nowNanos) {
        begunNanos = nowNanos;
        run();
    }

    /** The same, by one who waits for it; tells whether it was called. */
    boolean claim(long nowNanos) {
        boolean isMine = withdraw();
        if (isMine) {
            isClaimed = true;
            runAt(nowNanos);
        }
        return isMine;
    }

    private void call(Source<K, V> answering) {
        @Nullable Object[] place = CURRENT.place();
        Load<?, ?> before = (Load<?, ?>) place[0];
        outer = before;
        if (before != null) {
            before.waitsFor = this;
        }
        place[0] = this;
        try {
            answering.load(asks);
        } catch (Throwable e) {
            // A source throws nothing; what is thrown by a lack of memory must not leave anybody waiting.
            asks.stream().filter(ask -> !ask.isAnswered()).forEach(ask -> abandon(ask.lookup, e));
            throw e;
        } finally {
            outer = null;
            place[0] = before;
            if (before != null) {
                before.waitsFor = null;
            }
        }
    }

    /**
     * Has none of it loaded: others may.
     *
     * @param last what could not become part of it, but may be up to this caller too
     */
    void abandon(Throwable reason, Lookup<K, V> last) {
        if (last.isOwn()) {
            addOther(last.flight());
        }
        answer(all -> {
            if (last.isOwn()) {
                abandon(last, reason);
            }
            all.forEach(ask -> abandon(ask.lookup, reason));
        });
    }

    private static void abandon(Lookup<?, ?> lookup, Throwable reason) {
        try {
            lookup.abandon(reason);
        } catch (RuntimeException | Error e) {
            // It is abandoned all the same, and the others must be, too.
        }
    }

    /** Has none of it loaded, since the cache was closed: who waits for it is told that. */
    void close() {
        answer(all -> all.forEach(ask -> ask.lookup.close()));
    }

    /** Has none of it loaded, since no thread would. */
    void refuse(Throwable reason) {
        answer(all -> all.forEach(ask -> ask.refused(reason)));
    }

    /**
     * Waits for another one in some way, unless that waits for this thread.
     *
     * @param key that it brings
     * @throws RecursiveLoadException if it does
     */
    static void await(Load<?, ?> other, Object key, Wait wait) throws InterruptedException, TimeoutException {
        Load<?, ?> own = CURRENT.get();
        if (own == null) {
            wait.await();
            return;
        }
        own.waitFor(other);
        try {
            if (other.leadsTo(own)) {
                throw new RecursiveLoadException(
                        "The load of " + own + " needs " + key + " of " + other.cache + ", whose load waits for it");
            }
            wait.await();
        } finally {
            own.waitFor(null);
        }
    }

    /** A wait for a flight. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException, TimeoutException;
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
                throw new RecursiveLoadException("The load of " + key + " of " + cache + " needs " + key + " itself");
            }
        }
    }

    /** What has landed is not loaded any more, though whoever waited for it may go on in this thread. */
    private boolean isLoading(Object key) {
        return asks.stream().anyMatch(ask -> ask.key().equals(key) && !ask.isAnswered());
    }

    @Override
    public String toString() {
        return (asks.size() == 1 ? String.valueOf(asks.get(0).key()) : asks.size() + " keys") + " of " + cache;
    }
}
