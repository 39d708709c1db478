package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what a listener hears. Thread-safe. */
final class Heard implements BalancerListener {
    private final BlockingQueue<EndpointChange> changes = new LinkedBlockingQueue<>();

    @Override
    public void changed(EndpointChange change) {
        changes.add(change);
    }

    /** Returns the next change of an endpoint to a state; what was heard before is forgotten. */
    EndpointChange await(String name, EndpointState state) throws InterruptedException {
        EndpointChange change;
        do {
            change = changes.poll(40, TimeUnit.SECONDS);
            assertThat(change).as("waited for %s to be %s", name, state).isNotNull();
        } while (!change.name().equals(name) || change.to() != state);
        return change;
    }
}
