package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One region at one moment. Immutable.
 *
 * @param name unique in its balancer
 * @param tag what {@link RegionBalancer#pickNear} compares
 * @param share which part of all users are at home there, from 0 to 1
 * @param health which part of it is well, from 0 to 1, as was last heard
 * @param kept which part of its users it keeps, from 0 to 1; the others are sent to other regions
 * @param reason why, for people
 * @param since since when {@code kept} is what it is, by the wall clock
 */
public record RegionStatus(
        String name, String tag, double share, double health, double kept, String reason, Instant since) {
    public RegionStatus {
        requireNonNull(name, "name");
        requireNonNull(tag, "tag");
        requireNonNull(reason, "reason");
        requireNonNull(since, "since");
    }
}
