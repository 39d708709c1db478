package dev.scalekit.bench;

import com.linecorp.armeria.common.loadbalancer.SimpleLoadBalancer;
import java.util.Objects;

/** A balancer of Armeria, of which none wants to know what became of a request. Not thread-safe. */
final class ArmeriaChooser implements Chooser {
    private final SimpleLoadBalancer<Integer> balancer;

    /** Creates the chooser; the balancer picks the numbers of the endpoints. */
    ArmeriaChooser(SimpleLoadBalancer<Integer> balancer) {
        this.balancer = balancer;
    }

    @Override
    public Choice choose(Request request) {
        return new Forgotten(Objects.requireNonNull(balancer.pick(), "pick"));
    }

    @Override
    public void close() {
        balancer.close();
    }

    private record Forgotten(int endpoint) implements Choice {
        @Override
        public void answered(ServerLoad load) {}
    }
}
