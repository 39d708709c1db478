package dev.scalekit.bench;

import com.linecorp.armeria.common.loadbalancer.LoadBalancer;
import dev.scalekit.routing.balance.Balancers;
import io.grpc.LoadBalancer.PickResult;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What it costs to choose an endpoint, without the call. JMH runs it. Thread-safe. */
@Compare(
        module = "routing",
        title = "Choose one of %d endpoints",
        reference = "array",
        threads = 1,
        sizes = {3, 100},
        length = 0.2,
        libraries = {io.grpc.LoadBalancer.class, LoadBalancer.class},
        note = "Each endpoint has 0 to 7 calls in flight, the same for all; what a balancer is told of the call that"
                + " follows is not part of it. Pickers of gRPC return an object that says more than which one. The limit"
                + " reads one at random from an array.")
public class PickEndpoint {

    @Benchmark
    @Subject(name = "random index of an array", role = Role.LIMIT)
    public Integer array(ArrayState array) {
        return array.pick();
    }

    @Benchmark
    @Subject(name = "ScaleKit twoChoices", role = Role.OURS)
    @Goal(nanos = 25, sizes = 3)
    @Goal(nanos = 40, sizes = 100)
    @Goal(bytes = 0.1)
    public int twoChoices(TwoChoicesState endpoints) {
        return endpoints.select();
    }

    @Benchmark
    @Subject(name = "ScaleKit peakEwma", role = Role.OURS)
    @Goal(nanos = 25, sizes = 3)
    @Goal(nanos = 40, sizes = 100)
    @Goal(bytes = 0.1)
    public int peakEwma(PeakEwmaState endpoints) {
        return endpoints.select();
    }

    @Benchmark
    @Subject(name = "ScaleKit roundRobin", role = Role.OURS)
    @Goal(bytes = 0.1)
    public int roundRobin(RoundRobinState endpoints) {
        return endpoints.select();
    }

    @Benchmark
    @Subject(name = "gRPC round_robin", role = Role.PEER)
    public PickResult grpcRoundRobin(GrpcRoundRobinState endpoints) {
        return endpoints.pick();
    }

    @Benchmark
    @Subject(name = "gRPC least_request", role = Role.PEER)
    public PickResult grpcLeastRequest(GrpcLeastRequestState endpoints) {
        return endpoints.pick();
    }

    @Benchmark
    @Subject(name = "gRPC weighted_round_robin", role = Role.PEER)
    public PickResult grpcWeightedRoundRobin(GrpcWeightedRoundRobinState endpoints) {
        return endpoints.pick();
    }

    @Benchmark
    @Subject(name = "Armeria round robin", role = Role.PEER)
    public @Nullable Integer armeriaRoundRobin(ArmeriaRoundRobinState endpoints) {
        return endpoints.pick();
    }

    @Benchmark
    @Subject(name = "Armeria weighted random", role = Role.PEER)
    public @Nullable Integer armeriaWeightedRandom(ArmeriaWeightedRandomState endpoints) {
        return endpoints.pick();
    }

    /** The limit. */
    public static class ArrayState extends BusyEndpoints {
        private Integer[] endpoints = {};

        /** Fills the array. */
        @Setup
        public void fill() {
            endpoints = IntStream.range(0, size).boxed().toArray(Integer[]::new);
        }

        final Integer pick() {
            return endpoints[ThreadLocalRandom.current().nextInt(endpoints.length)];
        }
    }

    /** The default. */
    public static class TwoChoicesState extends ScaleKitEndpoints {
        public TwoChoicesState() {
            super(Balancers.twoChoices());
        }
    }

    /** By latency. */
    public static class PeakEwmaState extends ScaleKitEndpoints {
        public PeakEwmaState() {
            super(Balancers.peakEwma());
        }
    }

    /** In turns. */
    public static class RoundRobinState extends ScaleKitEndpoints {
        public RoundRobinState() {
            super(Balancers.roundRobin());
        }
    }

    /** gRPC's default where there are several addresses to use. */
    public static class GrpcRoundRobinState extends GrpcEndpoints {
        public GrpcRoundRobinState() {
            super("round_robin", Map.of());
        }
    }

    /** Of two subchannels the one with fewer streams. */
    public static class GrpcLeastRequestState extends GrpcEndpoints {
        public GrpcLeastRequestState() {
            super("least_request_experimental", Map.of());
        }
    }

    /** By what servers report; without the wait, during which it would be round_robin. */
    public static class GrpcWeightedRoundRobinState extends GrpcEndpoints {
        public GrpcWeightedRoundRobinState() {
            super("weighted_round_robin", Map.of("blackoutPeriod", "0s"));
        }
    }

    /** In turns. */
    public static class ArmeriaRoundRobinState extends ArmeriaEndpoints {
        public ArmeriaRoundRobinState() {
            super(LoadBalancer::ofRoundRobin);
        }
    }

    /** What rampingUp is when all endpoints have their whole weight, which is 1000 for an Endpoint by default. */
    public static class ArmeriaWeightedRandomState extends ArmeriaEndpoints {
        public ArmeriaWeightedRandomState() {
            super(endpoints -> LoadBalancer.ofWeightedRandom(endpoints, endpoint -> 1000));
        }
    }
}
