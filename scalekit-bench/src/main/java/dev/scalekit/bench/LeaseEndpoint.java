package dev.scalekit.bench;

import io.grpc.LoadBalancer.PickResult;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What a call costs a balancer that learns from it, without the call. JMH runs it. Thread-safe. */
@Compare(
        module = "routing",
        title = "Choose one of %d endpoints, and report that the call succeeded",
        reference = "count",
        threads = 1,
        sizes = {3, 100},
        length = 0.2,
        libraries = {io.grpc.LoadBalancer.class},
        note =
                "Each endpoint has 0 to 7 calls in flight. All that a balancer does for a call: ScaleKit counts what is in"
                        + " flight, successes and failures, measures the latency, and keeps a budget of retries; gRPC's"
                        + " least_request counts what is in flight. The limit takes one at random, counts it up and down and"
                        + " looks at the clock before and after.")
public class LeaseEndpoint {

    @Benchmark
    @Subject(name = "count and look at the clock", role = Role.LIMIT)
    public long count(CountState endpoints) {
        return endpoints.call();
    }

    @Benchmark
    @Subject(name = "ScaleKit twoChoices", role = Role.OURS)
    public int twoChoices(PickEndpoint.TwoChoicesState endpoints) {
        return endpoints.lease();
    }

    @Benchmark
    @Subject(name = "ScaleKit peakEwma", role = Role.OURS)
    public int peakEwma(PickEndpoint.PeakEwmaState endpoints) {
        return endpoints.lease();
    }

    @Benchmark
    @Subject(name = "ScaleKit roundRobin", role = Role.OURS)
    public int roundRobin(PickEndpoint.RoundRobinState endpoints) {
        return endpoints.lease();
    }

    @Benchmark
    @Subject(name = "gRPC least_request", role = Role.PEER)
    public PickResult grpcLeastRequest(PickEndpoint.GrpcLeastRequestState endpoints) {
        return endpoints.call();
    }

    /** The limit. */
    public static class CountState extends BusyEndpoints {
        private AtomicInteger[] inFlight = {};

        /** Makes the counters. */
        @Setup
        public void fill() {
            inFlight = Stream.generate(AtomicInteger::new).limit(size).toArray(AtomicInteger[]::new);
        }

        final long call() {
            AtomicInteger endpoint = inFlight[ThreadLocalRandom.current().nextInt(inFlight.length)];
            endpoint.incrementAndGet();
            long started = System.nanoTime();
            long took = System.nanoTime() - started;
            endpoint.decrementAndGet();
            return took;
        }
    }
}
