package dev.scalekit.bench;

import com.linecorp.armeria.common.loadbalancer.SimpleLoadBalancer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Endpoints of Armeria, whose balancers do not look at what is in flight. */
public abstract class ArmeriaEndpoints extends BusyEndpoints {
    private final Function<List<Integer>, SimpleLoadBalancer<Integer>> making;

    @SuppressWarnings("NullAway.Init")
    private SimpleLoadBalancer<Integer> balancer;

    ArmeriaEndpoints(Function<List<Integer>, SimpleLoadBalancer<Integer>> making) {
        this.making = making;
    }

    /** Makes the balancer. */
    @Setup
    public void begin() {
        balancer = making.apply(IntStream.range(0, size).boxed().toList());
    }

    final @Nullable Integer pick() {
        return balancer.pick();
    }

    /** Fails the benchmark if the balancer does not balance. */
    @TearDown
    public void requireAll() {
        try (SimpleLoadBalancer<Integer> used = balancer) {
            requireSpread(() -> Objects.requireNonNull(used.pick(), "pick"));
        }
    }
}
