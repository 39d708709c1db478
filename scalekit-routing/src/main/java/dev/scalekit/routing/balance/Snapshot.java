package dev.scalekit.routing.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that a pick needs, made anew at each change. Immutable.
 *
 * @param seen every endpoint, in the order in which they were added
 * @param levels the endpoints that may be taken, nearest first; levels without one are left out
 * @param reach by level: which part of the load it and those before it get
 */
record Snapshot<T>(
        long version, List<Seen<T>> seen, List<Pool<T>> levels, List<Double> reach, double usable, boolean panic) {

    /** Returns the endpoints that a pick with such bits has to choose from; null if there are none. */
    @Nullable
    Pool<T> pool(long bits) {
        int last = levels.size() - 1;
        if (last <= 0) {
            return last < 0 ? null : levels.get(0);
        }
        // Other bits than the balancer's, or each level would get one part of its endpoints only.
        double at = Mix.unit(Mix.mix(~bits));
        int level = 0;
        while (level < last && at >= reach.get(level)) {
            level++;
        }
        return levels.get(level);
    }

    /**
     * Returns the endpoints that a pick has to choose from that will not take any: of the level that it would have, else of
     * the nearest one that has some. Null if there are none.
     */
    @Nullable
    Pool<T> pool(long bits, Predicate<Node<T>> wanted) {
        Pool<T> first = pool(bits);
        Pool<T> some = first == null ? null : first.only(wanted);
        for (int level = 0; some == null && level < levels.size(); level++) {
            some = levels.get(level).only(wanted);
        }
        return some;
    }

    /** Returns which part of the weight is up, or may be: nobody has looked yet. */
    double hopeful() {
        double active = 0;
        double hopeful = 0;
        for (Seen<T> one : seen) {
            switch (one.state()) {
                case UP, JOINING -> {
                    active += one.weight();
                    hopeful += one.weight();
                }
                case DOWN, EJECTED -> active += one.weight();
                case DRAINING, DRAINED -> {}
            }
        }
        return active == 0 ? 0 : hopeful / active;
    }

    Topology<T> topology(Instant at) {
        return new Topology<>(version, at, seen.stream().map(Seen::status).toList(), usable, panic);
    }

    /**
     * Says why there is nothing to take.
     *
     * @param only which names would do; null if all do
     */
    String reasons(String name, @Nullable Predicate<? super String> only) {
        if (seen.isEmpty()) {
            return name + " has no endpoints: add one";
        }
        return name + " has no endpoint to take: "
                + seen.stream()
                        .map(one ->
                                only == null || only.test(one.node().name()) ? one.toString() : one + ", not asked for")
                        .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return seen.stream().map(it -> it.node() + " " + it.state()).toList().toString();
    }

    /**
     * One endpoint, as far as it does not change with each pick.
     *
     * @param effectiveWeight 0 if it may not be taken
     */
    record Seen<T>(
            Node<T> node, double weight, double effectiveWeight, EndpointState state, String reason, Instant since) {
        EndpointStatus<T> status() {
            return new EndpointStatus<>(
                    node.name(),
                    node.target(),
                    node.zone(),
                    weight,
                    effectiveWeight,
                    state,
                    reason,
                    since,
                    node.inFlight().count(),
                    Duration.ofNanos((long) node.latency().nanos()));
        }

        @Override
        public String toString() {
            return node.name() + " is " + state + (weight == 0 ? " with weight 0" : "") + " since " + since + " ("
                    + reason + ")";
        }
    }
}
