package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

/**
 * What came of the leases of one endpoint since it was added. The numbers are not of one moment. Immutable.
 *
 * @param name the endpoint's name
 * @param inFlight leases that are open
 * @param successes leases that ended so
 * @param localFailures leases that ended with {@link Origin#LOCAL}
 * @param externalFailures leases that ended with {@link Origin#EXTERNAL}
 * @param cancelled leases that ended without saying anything about the endpoint
 * @param ejections how often failures took it out of rotation
 */
public record EndpointStats(
        String name,
        int inFlight,
        long successes,
        long localFailures,
        long externalFailures,
        long cancelled,
        long ejections) {
    public EndpointStats {
        requireNonNull(name, "name");
    }
}
