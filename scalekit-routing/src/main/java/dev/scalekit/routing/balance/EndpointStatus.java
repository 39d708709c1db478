package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint at one moment. Immutable, as far as the target is.
 *
 * @param name unique in its balancer
 * @param target what the user gave
 * @param zone where it is, or null if nobody said
 * @param weight as it was set
 * @param effectiveWeight what it weighs now: less during slow start, 0 if it is not taken
 * @param state where it is
 * @param reason why it is there, for people
 * @param since since when, by the wall clock
 * @param inFlight leases that are open
 * @param latency a moving average that follows peaks at once; zero if nothing has been measured
 */
public record EndpointStatus<T>(
        String name,
        T target,
        @Nullable String zone,
        double weight,
        double effectiveWeight,
        EndpointState state,
        String reason,
        Instant since,
        int inFlight,
        Duration latency) {
    public EndpointStatus {
        requireNonNull(name, "name");
        requireNonNull(state, "state");
        requireNonNull(reason, "reason");
        requireNonNull(since, "since");
        requireNonNull(latency, "latency");
    }

    /** Without the target, which may have a password; the name is what people know it by. */
    @Override
    public String toString() {
        return "EndpointStatus[name=" + name + ", zone=" + zone + ", weight=" + weight + ", effectiveWeight="
                + effectiveWeight + ", state=" + state + ", reason=" + reason + ", since=" + since + ", inFlight="
                + inFlight + ", latency=" + latency + "]";
    }
}
