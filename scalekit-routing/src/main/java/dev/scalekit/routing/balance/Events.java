package dev.scalekit.routing.balance;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what happens to endpoints, both by a thread that has no lock. Thread-safe. */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);

    private final String name;
    private final BalancerListener listener;
    private final Callbacks callbacks;

    Events(String name, BalancerListener listener, Callbacks callbacks) {
        this.name = name;
        this.listener = listener;
        this.callbacks = callbacks;
    }

    void changed(EndpointChange change) {
        tell(it -> {
            log(change);
            it.changed(change);
        });
    }

    private void log(EndpointChange change) {
        if (change.to() == EndpointState.DOWN || change.to() == EndpointState.EJECTED) {
            LOG.warn("{}: {} is {}, was {}: {}", name, change.name(), change.to(), change.from(), change.reason());
        } else {
            LOG.info("{}: {} is {}, was {}: {}", name, change.name(), change.to(), change.from(), change.reason());
        }
    }

    void panicked(double usable) {
        tell(it -> {
            LOG.warn("{}: only {} % is up, so ejected endpoints are taken as well", name, Math.round(usable * 100));
            it.panicked(usable);
        });
    }

    void tell(Consumer<BalancerListener> call) {
        callbacks.offer(() -> call.accept(listener));
    }

    /** Completes what somebody waits for, and what hangs on it is the user's. */
    void complete(Runnable completion) {
        callbacks.run(completion);
    }
}
