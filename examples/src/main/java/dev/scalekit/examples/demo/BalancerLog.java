package dev.scalekit.examples.demo;

import dev.scalekit.routing.balance.BalancerListener;
import dev.scalekit.routing.balance.EndpointChange;
import dev.scalekit.routing.balance.EndpointState;
import java.util.Locale;

/** Writes down what happens to the servers of a balancer, for the page. Thread-safe. */
final class BalancerLog implements BalancerListener {
    private final Timeline timeline;

    BalancerLog(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public void changed(EndpointChange change) {
        // One that is emptied is emptied for something to be done to it, and whoever does that says so.
        if (change.from() != EndpointState.DRAINED || change.to() == EndpointState.UP) {
            timeline.add(
                    level(change.to()),
                    change.name() + " is " + change.to().name().toLowerCase(Locale.ROOT) + ": " + change.reason());
        }
    }

    private static Timeline.Level level(EndpointState state) {
        return switch (state) {
            case UP -> Timeline.Level.GOOD;
            case DOWN, EJECTED -> Timeline.Level.WARN;
            case JOINING, DRAINING, DRAINED -> Timeline.Level.INFO;
        };
    }
}
