package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.loadbalancer.LoadBalancer;
import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.routing.balance.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;

/** Runs the load balancer and its peers for a moment. */
final class RoutingSubjectsTest {
    private static final Duration MOMENT = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "firstAnswer",
                "peakEwma",
                "twoChoices",
                "roundRobin",
                "grpcRoundRobin",
                "grpcLeastRequest",
                "grpcLeastRequestOfTen",
                "grpcWeightedRoundRobin",
                "armeriaRoundRobin",
                "armeriaWeighted"
            })
    void a_subject_sends_its_requests_to_servers_of_which_one_is_slow(String subject) throws Exception {
        LoadOrder order = new LoadOrder(
                SlowEndpoint.class.getName(),
                subject,
                new Load(1, 3000),
                Comparison.NO_SIZE,
                false,
                0,
                MOMENT,
                MOMENT,
                folder);

        LoadResult result = order.carryOut();

        assertThat(result.operations()).isBetween(200L, 400L);
        assertThat(result.p50()).isPositive().isLessThanOrEqualTo(result.p99());
    }

    @Test
    void each_round_has_requests_of_its_own_and_a_figure_to_compare() throws Exception {
        Trial trial = Comparison.of(SlowEndpoint.class).get(0).trials().get(0);
        Effort effort = new Effort(1, true, 1, 1, MOMENT);
        LoadFork fork = new LoadFork(effort, folder.resolve("work"), folder.resolve("log"));

        RunResult both = RunResults.merge(List.of(fork.run(trial), fork.run(trial)));

        double[] p99 = both.getBenchmarkResults().stream()
                .mapToDouble(round -> Objects.requireNonNull(
                                round.getSecondaryResults().get(RunResults.P99))
                        .getScore())
                .toArray();
        assertThat(p99).hasSize(2).doesNotHaveDuplicates();
        assertThat(p99[0]).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 100})
    void every_balancer_picks_from_busy_endpoints_and_counts_what_it_was_told(int size) {
        for (ScaleKitEndpoints ours : List.of(
                new PickEndpoint.TwoChoicesState(),
                new PickEndpoint.PeakEwmaState(),
                new PickEndpoint.RoundRobinState())) {
            ours.size = size;
            ours.begin();
            assertThat(ours.select()).isBetween(0, size - 1);
            assertThat(ours.lease()).isBetween(0, size - 1);
            ours.requireAll();
        }
        for (GrpcEndpoints grpc : List.of(
                new PickEndpoint.GrpcRoundRobinState(),
                new PickEndpoint.GrpcLeastRequestState(),
                new PickEndpoint.GrpcWeightedRoundRobinState())) {
            grpc.size = size;
            grpc.begin();
            assertThat(GrpcBalancer.endpoint(grpc.pick())).isBetween(0, size - 1);
            assertThat(GrpcBalancer.endpoint(grpc.call())).isBetween(0, size - 1);
            grpc.requireAll();
        }
        for (ArmeriaEndpoints armeria :
                List.of(new PickEndpoint.ArmeriaRoundRobinState(), new PickEndpoint.ArmeriaWeightedRandomState())) {
            armeria.size = size;
            armeria.begin();
            assertThat(armeria.pick()).isBetween(0, size - 1);
            armeria.requireAll();
        }
    }

    @Test
    void a_balancer_that_always_picks_the_same_fails_the_benchmark() {
        ScaleKitEndpoints stuck = new ScaleKitEndpoints((candidates, bits) -> 1) {};
        stuck.size = 3;
        stuck.begin();

        assertThatThrownBy(stuck::requireAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("of 3 endpoints only 1 are picked, with in flight [");
    }

    @Test
    void a_lease_without_an_outcome_fails_the_benchmark() {
        ScaleKitEndpoints forgetful = new ScaleKitEndpoints(Balancers.twoChoices()) {};
        forgetful.size = 3;
        forgetful.begin();
        Lease<Integer> unused = forgetful.balancer().pick();

        assertThatThrownBy(forgetful::requireAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("have succeeded and");
    }

    @Test
    void a_strategy_of_armeria_that_is_told_the_speeds_sends_the_slow_one_a_tenth() {
        ArmeriaChooser chooser = new ArmeriaChooser(
                LoadBalancer.ofWeightedRoundRobin(List.of(0, 1), endpoint -> endpoint == 0 ? 10 : 1));

        long slow = IntStream.range(0, 1100)
                .filter(pick -> chooser.choose(new Chooser.Request(0, 1)).endpoint() == 1)
                .count();

        assertThat(slow).isEqualTo(100);
    }
}
