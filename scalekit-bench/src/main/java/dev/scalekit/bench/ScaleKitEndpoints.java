package dev.scalekit.bench;

import dev.scalekit.routing.balance.Balancer;
import dev.scalekit.routing.balance.Candidates;
import dev.scalekit.routing.balance.Lease;
import dev.scalekit.routing.balance.LoadBalancer;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Endpoints of our balancer: their leases are open, and each has been measured once. */
public abstract class ScaleKitEndpoints extends BusyEndpoints {
    private final Balancer<Integer> strategy;

    @SuppressWarnings("NullAway.Init")
    private LoadBalancer<Integer> balancer;

    @SuppressWarnings("NullAway.Init")
    private Candidates<? extends Integer> candidates;

    private long open;

    ScaleKitEndpoints(Balancer<Integer> strategy) {
        this.strategy = strategy;
    }

    /** Opens the leases. */
    @Setup
    public void begin() {
        AimedBalancer aimed = new AimedBalancer(strategy);
        LoadBalancer<Integer> made = ScaleKitChooser.balancer(aimed, size);
        int[] inFlight = inFlight();
        for (int endpoint = 0; endpoint < size; endpoint++) {
            aimed.aim(endpoint);
            succeed(made);
            for (int lease = 0; lease < inFlight[endpoint]; lease++) {
                Lease<Integer> unused = made.pick();
                open++;
            }
        }
        aimed.release();
        balancer = made;
        candidates = aimed.candidates();
    }

    /** Selects an endpoint from the snapshot that the balancer has, as it does itself. */
    final int select() {
        return strategy.select(candidates, ThreadLocalRandom.current().nextLong());
    }

    /** Picks an endpoint, and says that the call has succeeded. */
    final int lease() {
        return succeed(balancer);
    }

    private static int succeed(LoadBalancer<Integer> balancer) {
        try (Lease<Integer> lease = balancer.pick()) {
            lease.success();
            return lease.target();
        }
    }

    final LoadBalancer<Integer> balancer() {
        return balancer;
    }

    /** Fails the benchmark if not all that was picked has succeeded, or the balancer does not balance. */
    @TearDown
    public void requireAll() {
        try (LoadBalancer<Integer> used = balancer) {
            requireSpread(this::select);
            long succeeded = ScaleKitChooser.successes(used.stats());
            if (succeeded != used.stats().picks() - open) {
                throw new IllegalStateException("of " + used.stats().picks() + " leases " + succeeded
                        + " have succeeded and " + open + " are open");
            }
        }
    }
}
