package dev.scalekit.routing.balance;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives out leases. Thread-safe. */
final class Picker<T> {
    private final String name;
    private final Balancer<? super T> balancer;
    private final Roster<T> roster;
    private final Ticker ticker;
    private final Retries retries;
    private final RetryBudget budget;

    private final LongAdder picks = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder retriesRefused = new LongAdder();
    private final LongAdder unserved = new LongAdder();
    private final AtomicBoolean closed = new AtomicBoolean();

    Picker(String name, Balancer<? super T> balancer, Roster<T> roster, Ticker ticker, Retries retries) {
        this.name = name;
        this.balancer = balancer;
        this.roster = roster;
        this.ticker = ticker;
        this.retries = retries;
        this.budget = new RetryBudget(retries, ticker.nanos());
    }

    /**
     * Picks an endpoint.
     *
     * @throws NoEndpointException if there is none to take
     * @throws BalancerClosedException after the end
     */
    Leased<T> pick(PickOptions options) {
        requireOpen();
        long now = ticker.nanos();
        budget.deposit(now);
        long bits = bits(options);
        Predicate<? super String> only = options.only();
        while (true) {
            Snapshot<T> snapshot = roster.snapshot();
            Pool<T> pool = only == null ? snapshot.pool(bits) : snapshot.pool(bits, node -> only.test(node.name()));
            if (pool == null) {
                unserved.increment();
                throw new NoEndpointException(snapshot.reasons(name, only));
            }
            Leased<T> lease = lease(pool, bits, options, null, now);
            if (lease != null) {
                return lease;
            }
        }
    }

    /** Picks an endpoint that was not tried; null if there is none, or no budget. */
    @Nullable
    Leased<T> another(Leased<T> failed) {
        if (closed.get() || failed.tried().size() >= retries.attempts()) {
            return null;
        }
        long now = ticker.nanos();
        List<Node<T>> tried = failed.tried();
        long bits = bits(failed.options());
        Predicate<? super String> only = failed.options().only();
        Predicate<Node<T>> wanted = node -> !tried.contains(node) && (only == null || only.test(node.name()));
        if (roster.snapshot().pool(bits, wanted) == null) {
            return null;
        }
        if (!budget.tryWithdraw(now)) {
            retriesRefused.increment();
            return null;
        }
        while (true) {
            Pool<T> pool = roster.snapshot().pool(bits, wanted);
            if (pool == null) {
                return null;
            }
            Leased<T> lease = lease(pool, bits, failed.options(), failed, now);
            if (lease != null) {
                retried.increment();
                return lease;
            }
        }
    }

    private static long bits(PickOptions options) {
        return options.isKeyed() ? options.hash() : ThreadLocalRandom.current().nextLong();
    }

    /** Returns null if the endpoint is being drained since a moment ago; the snapshot is another one by now. */
    private @Nullable Leased<T> lease(
            Pool<T> pool, long bits, PickOptions options, @Nullable Leased<T> failed, long now) {
        Node<T> node = pool.node(select(pool, bits));
        if (!node.inFlight().tryBegin()) {
            return null;
        }
        picks.increment();
        return new Leased<>(this, node, options, failed, now);
    }

    private int select(Pool<T> pool, long bits) {
        int index = balancer.select(pool, bits);
        if (index < 0 || index >= pool.size()) {
            throw new IllegalStateException("The balancer " + balancer + " of " + name
                    + " must return an index from 0 to " + (pool.size() - 1) + ": " + index);
        }
        return index;
    }

    long now() {
        return ticker.nanos();
    }

    void eject(Node<T> node, String why) {
        roster.eject(node, why);
    }

    void idle(Node<T> node) {
        roster.idle(node);
    }

    void requireOpen() {
        if (closed.get()) {
            throw new BalancerClosedException(name);
        }
    }

    /** Picks nothing from now on; false if it was closed before. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    BalancerStats stats(List<EndpointStats> endpoints) {
        return new BalancerStats(
                picks.sum(),
                retried.sum(),
                retriesRefused.sum(),
                unserved.sum(),
                endpoints.stream().collect(Collectors.toMap(EndpointStats::name, endpoint -> endpoint)));
    }
}
