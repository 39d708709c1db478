package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A lease of a {@link LoadBalancer}. Thread-safe. */
final class Leased<T> implements Lease<T> {
    private static final int OPEN = 0;
    private static final int SUCCEEDED = 1;
    private static final int FAILED = 2;
    private static final int CANCELLED = 3;
    private static final int RETRIED = 4;

    /** One for all leases instead of an object in each. */
    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<Leased> STATE =
            AtomicIntegerFieldUpdater.newUpdater(Leased.class, "state");

    private final Picker<T> picker;
    private final Node<T> node;
    private final PickOptions options;
    private final long started;
    /** What was tried for the same purpose before. */
    private final @Nullable Leased<T> before;

    private volatile int state = OPEN;
    /** How long the answer took to begin; negative until it has. */
    private volatile long latency = -1;

    Leased(Picker<T> picker, Node<T> node, PickOptions options, @Nullable Leased<T> before, long started) {
        this.picker = picker;
        this.node = node;
        this.options = options;
        this.before = before;
        this.started = started;
    }

    @Override
    public T target() {
        return node.target();
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public void answered() {
        if (latency < 0) {
            latency = Math.max(0, picker.now() - started);
        }
    }

    @Override
    public void success() {
        if (STATE.compareAndSet(this, OPEN, SUCCEEDED)) {
            long now = picker.now();
            node.latency().observe(latency(now), now);
            node.counts().success();
            release();
        }
    }

    @Override
    public void failed(Origin origin) {
        requireNonNull(origin, "origin");
        if (STATE.compareAndSet(this, OPEN, FAILED)) {
            try {
                long now = picker.now();
                // Whoever refuses at once must not look quick.
                node.latency().observeAtLeast(latency(now), now);
                node.counts().failed(origin, now).ifPresent(why -> picker.eject(node, why));
            } finally {
                release();
            }
        }
    }

    @Override
    public void close() {
        if (STATE.compareAndSet(this, OPEN, CANCELLED)) {
            long now = picker.now();
            if (latency >= 0) {
                node.latency().observe(latency, now);
            } else {
                node.latency().observeAtLeast(latency(now), now);
            }
            node.counts().cancelled();
            release();
        }
    }

    @Override
    public void ended(Outcome outcome) {
        if (requireNonNull(outcome, "outcome") == Outcome.SUCCESS) {
            success();
        } else if (outcome.isFailure()) {
            failed(outcome.origin());
        } else {
            close();
        }
    }

    private long latency(long now) {
        return latency >= 0 ? latency : now - started;
    }

    private void release() {
        if (node.inFlight().end()) {
            picker.idle(node);
        }
    }

    @Override
    public Optional<Lease<T>> retry() {
        if (!STATE.compareAndSet(this, FAILED, RETRIED)) {
            throw new IllegalStateException("retry may be asked once of a lease that has failed: " + this);
        }
        return Optional.ofNullable(picker.another(this));
    }

    PickOptions options() {
        return options;
    }

    /** Returns the endpoints that were tried, this one first. */
    List<Node<T>> tried() {
        List<Node<T>> tried = new ArrayList<>();
        for (Leased<T> lease = this; lease != null; lease = lease.before) {
            tried.add(lease.node);
        }
        return tried;
    }

    @Override
    public String toString() {
        String what = switch (state) {
            case OPEN -> "open";
            case SUCCEEDED -> "succeeded";
            case CANCELLED -> "cancelled";
            case RETRIED -> "failed, and retried";
            default -> "failed";
        };
        return "Lease[" + node.name() + ", " + what + "]";
    }
}
