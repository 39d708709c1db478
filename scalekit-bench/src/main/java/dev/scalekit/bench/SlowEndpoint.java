package dev.scalekit.bench;

import com.linecorp.armeria.common.loadbalancer.LoadBalancer;
import dev.scalekit.routing.balance.Balancers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What users see of a balancer when one of ten endpoints takes ten times as long as the others. Not thread-safe.
 *
 * <p>Peers are configured as their documentation says, and where it has a setting that is better here, a row has that.
 * weighted_round_robin waits by default for 10 s before it believes a load report, which is longer than the run, so the
 * wait is off and weights are made anew as often as it permits; its servers report their load with each answer.
 * least_request has a row with the most choices that gRPC permits. Armeria's balancers hear nothing of the answers
 * (its circuit breaker takes out what fails, and a slow endpoint does not); so that it has a fair chance all the same, one
 * row is told beforehand how fast each endpoint is, which nobody knows of a server that has just become slow.
 */
@Compare(
        module = "routing",
        title = "One of ten endpoints is ten times slower, but fast enough for a tenth of the load",
        reference = "firstAnswer",
        threads = 1,
        perSecond = 3000,
        figure = RunResults.P99,
        length = 0.4,
        libraries = {io.grpc.LoadBalancer.class, LoadBalancer.class},
        note = SlowEndpoint.NOTE)
@Compare(
        module = "routing",
        title = "One of ten endpoints is ten times slower, and the others are half busy",
        reference = "firstAnswer",
        threads = 1,
        perSecond = 20_000,
        figure = RunResults.P99,
        length = 0.4,
        libraries = {io.grpc.LoadBalancer.class, LoadBalancer.class},
        note = SlowEndpoint.NOTE
                + " More than the slow endpoint can do with a tenth of this: whoever sends it a tenth, a tenth waits ever"
                + " longer.")
final class SlowEndpoint {
    static final String NOTE =
            "Simulated servers, real balancers in real time: each serves 4 requests at once, in 1 ms on"
                    + " average or 10 ms for one of them, the others wait in line. Requests come at random and take an"
                    + " exponentially distributed time, the same for all in a round, another in each. The limit knows of every"
                    + " server when it will have answered. Half of the warm-up has a balancer of its own, or those that remember"
                    + " latencies would remember class loading. B/op includes the simulation; ops/s fall short of the rate by what the"
                    + " machine stood still.";

    private static final int ENDPOINTS = 10;
    private static final int SLOW = 3;
    private static final int AT_ONCE = 4;
    private static final Duration MEAN = Duration.ofMillis(1);
    private static final int TIMES_SLOWER = 10;

    SlowEndpoint(Path folder) {}

    @Subject(name = "the first to answer", role = Role.LIMIT)
    OwnLoop firstAnswer(int round) {
        return loop(FirstAnswer::new, round);
    }

    @Subject(name = "ScaleKit peakEwma", role = Role.OURS)
    @Goal(time = 1, of = "grpcRoundRobin")
    @Goal(time = 1, of = "grpcLeastRequest")
    @Goal(time = 1, of = "grpcLeastRequestOfTen")
    @Goal(time = 1, of = "grpcWeightedRoundRobin")
    @Goal(time = 1, of = "armeriaRoundRobin")
    @Goal(time = 1, of = "armeriaWeighted")
    OwnLoop peakEwma(int round) {
        return loop(servers -> new ScaleKitChooser(Balancers.peakEwma(), ENDPOINTS), round);
    }

    @Subject(name = "ScaleKit twoChoices", role = Role.OURS)
    OwnLoop twoChoices(int round) {
        return loop(servers -> new ScaleKitChooser(Balancers.twoChoices(), ENDPOINTS), round);
    }

    @Subject(name = "ScaleKit roundRobin", role = Role.OURS)
    OwnLoop roundRobin(int round) {
        return loop(servers -> new ScaleKitChooser(Balancers.roundRobin(), ENDPOINTS), round);
    }

    @Subject(name = "gRPC round_robin", role = Role.PEER)
    OwnLoop grpcRoundRobin(int round) {
        return loop(servers -> new GrpcChooser("round_robin", Map.of(), ENDPOINTS), round);
    }

    @Subject(name = "gRPC least_request", role = Role.PEER)
    OwnLoop grpcLeastRequest(int round) {
        return loop(servers -> new GrpcChooser("least_request_experimental", Map.of(), ENDPOINTS), round);
    }

    @Subject(name = "gRPC least_request, 10 choices", role = Role.PEER)
    OwnLoop grpcLeastRequestOfTen(int round) {
        return loop(
                servers -> new GrpcChooser("least_request_experimental", Map.of("choiceCount", 10.0), ENDPOINTS),
                round);
    }

    @Subject(name = "gRPC weighted_round_robin", role = Role.PEER)
    OwnLoop grpcWeightedRoundRobin(int round) {
        Map<String, String> config = Map.of("blackoutPeriod", "0s", "weightUpdatePeriod", "0.1s");
        return loop(servers -> new GrpcChooser("weighted_round_robin", config, ENDPOINTS), round);
    }

    @Subject(name = "Armeria round robin", role = Role.PEER)
    OwnLoop armeriaRoundRobin(int round) {
        return loop(servers -> new ArmeriaChooser(LoadBalancer.ofRoundRobin(endpoints())), round);
    }

    @Subject(name = "Armeria weighted round robin, told the speeds", role = Role.PEER)
    OwnLoop armeriaWeighted(int round) {
        return loop(
                servers -> new ArmeriaChooser(LoadBalancer.ofWeightedRoundRobin(
                        endpoints(), endpoint -> endpoint == SLOW ? 1 : TIMES_SLOWER)),
                round);
    }

    private static List<Integer> endpoints() {
        return IntStream.range(0, ENDPOINTS).boxed().toList();
    }

    /**
     * Half of the warm-up is a rehearsal with a balancer that is thrown away. While the JVM loads classes, every endpoint
     * looks slow, and a balancer that remembers latencies for ten seconds would show that instead of what it does.
     */
    private static OwnLoop loop(Function<List<SimulatedServer>, Chooser> balancer, int round) {
        return (load, warmup, measurement) -> {
            Duration half = warmup.dividedBy(2);
            LoadResult unused = requests(balancer, round).run(load, Duration.ZERO, half);
            return requests(balancer, round).run(load, half, measurement);
        };
    }

    private static RequestLoop requests(Function<List<SimulatedServer>, Chooser> balancer, int round) {
        List<SimulatedServer> servers = IntStream.range(0, ENDPOINTS)
                .mapToObj(endpoint ->
                        new SimulatedServer(MEAN.multipliedBy(endpoint == SLOW ? TIMES_SLOWER : 1), AT_ONCE))
                .toList();
        return new RequestLoop(LoadClock.SYSTEM, balancer.apply(servers), servers, new SplittableRandom(round));
    }
}
