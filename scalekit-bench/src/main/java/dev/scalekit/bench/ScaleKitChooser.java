package dev.scalekit.bench;

import dev.scalekit.routing.balance.Balancer;
import dev.scalekit.routing.balance.BalancerStats;
import dev.scalekit.routing.balance.EndpointStats;
import dev.scalekit.routing.balance.Lease;
import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.routing.balance.LoadBalancerBuilder;

/** Our balancer, whose endpoints are their own numbers. Not thread-safe. */
final class ScaleKitChooser implements Chooser {
    private final LoadBalancer<Integer> balancer;
    private long requests;

    ScaleKitChooser(Balancer<? super Integer> strategy, int endpoints) {
        balancer = balancer(strategy, endpoints);
    }

    static LoadBalancer<Integer> balancer(Balancer<? super Integer> strategy, int endpoints) {
        LoadBalancerBuilder<Integer> builder = LoadBalancer.<Integer>builder().balancer(strategy);
        for (int endpoint = 0; endpoint < endpoints; endpoint++) {
            builder.endpoint(endpoint);
        }
        return builder.build();
    }

    @Override
    public Choice choose(Request request) {
        requests++;
        return new Leased(balancer.pick());
    }

    /** Fails the benchmark if the balancer has counted something else than was done. */
    @Override
    public void close() {
        balancer.close();
        BalancerStats stats = balancer.stats();
        long succeeded = successes(stats);
        if (stats.picks() != requests || succeeded != requests) {
            throw new IllegalStateException("of " + requests + " requests the balancer counts " + stats.picks()
                    + " picks and " + succeeded + " successes");
        }
    }

    /** How many calls have succeeded, over all endpoints. */
    static long successes(BalancerStats stats) {
        return stats.endpoints().values().stream()
                .mapToLong(EndpointStats::successes)
                .sum();
    }

    private record Leased(Lease<Integer> lease) implements Choice {
        @Override
        public int endpoint() {
            return lease.target();
        }

        @Override
        public void answered(ServerLoad load) {
            lease.success();
        }
    }
}
