package dev.scalekit.routing.balance;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what happens to endpoints. Thread-safe. */
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
        if (isTrouble(change.to())) {
            LOG.warn("{}: {} is {}, was {}: {}", name, change.name(), change.to(), change.from(), change.reason());
        } else {
            LOG.info("{}: {} is {}, was {}: {}", name, change.name(), change.to(), change.from(), change.reason());
        }
        tell(it -> it.changed(change));
    }

    private static boolean isTrouble(EndpointState state) {
        return state == EndpointState.DOWN || state == EndpointState.EJECTED;
    }

    void panicked(double usable) {
        LOG.warn("{}: only {} % is up, so ejected endpoints are taken as well", name, Math.round(usable * 100));
        tell(it -> it.panicked(usable));
    }

    void tell(Consumer<BalancerListener> call) {
        callbacks.run(() -> call.accept(listener));
    }

    void run(Runnable callback) {
        callbacks.run(callback);
    }
}
