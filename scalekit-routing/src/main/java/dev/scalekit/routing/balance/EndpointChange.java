package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An endpoint that went from one state to another. Immutable.
 *
 * @param name the endpoint's
 * @param reason for people
 * @param at by the wall clock
 */
public record EndpointChange(String name, EndpointState from, EndpointState to, String reason, Instant at) {
    public EndpointChange {
        requireNonNull(name, "name");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(reason, "reason");
        requireNonNull(at, "at");
    }
}
