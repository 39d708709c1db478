package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

/**
 * A region that a user was sent to. Immutable, as far as the target is.
 *
 * @param name unique in its balancer
 * @param tag what {@link RegionBalancer#pickNear} compares
 * @param target what the user of the library gave
 */
public record Region<T>(String name, String tag, T target) {
    public Region {
        requireNonNull(name, "name");
        requireNonNull(tag, "tag");
    }

    /** Without the target, which may have a password. */
    @Override
    public String toString() {
        return "Region[name=" + name + ", tag=" + tag + "]";
    }
}
