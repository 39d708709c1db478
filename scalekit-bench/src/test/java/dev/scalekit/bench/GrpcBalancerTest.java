package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The balancers of gRPC do without a network what they are measured for. */
final class GrpcBalancerTest {
    private static final int ENDPOINTS = 4;
    private static final int PICKS = 40_000;

    @Test
    void round_robin_takes_turns() {
        try (GrpcBalancer balancer = new GrpcBalancer("round_robin", Map.of(), ENDPOINTS)) {
            assertThat(share(balancer, 1)).isEqualTo(0.25);
        }
    }

    @Test
    void least_request_leaves_out_the_one_whose_streams_are_open() {
        try (GrpcBalancer balancer = new GrpcBalancer("least_request_experimental", Map.of(), ENDPOINTS)) {
            PickResult busy = pick(balancer, 1);
            ClientStreamTracer stream = GrpcChooser.begin(busy, new Metadata());

            // Only if both of its two choices, drawn with replacement, are this one.
            assertThat(share(balancer, 1)).isCloseTo(1 / 16.0, within(0.01));

            GrpcChooser.end(stream, new Metadata());
            assertThat(share(balancer, 1)).isCloseTo(0.25, within(0.02));
        }
    }

    @Test
    void weighted_round_robin_follows_what_servers_report() {
        try (GrpcBalancer balancer =
                new GrpcBalancer("weighted_round_robin", Map.of("blackoutPeriod", "0s"), ENDPOINTS)) {
            for (int endpoint = 0; endpoint < ENDPOINTS; endpoint++) {
                ServerLoad load = new ServerLoad(100, endpoint == 1 ? 1 : 0.5);
                GrpcChooser.end(
                        GrpcChooser.begin(pick(balancer, endpoint), new Metadata()), GrpcChooser.trailers(load));
            }
            balancer.resolve();

            assertThat(share(balancer, 1)).isCloseTo(1 / 7.0, within(0.001));
        }
    }

    @Test
    void a_balancer_that_grpc_does_not_have_is_refused() {
        assertThatThrownBy(() -> new GrpcBalancer("best_of_all", Map.of(), ENDPOINTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gRPC has no balancer best_of_all");
    }

    private static PickResult pick(GrpcBalancer balancer, int endpoint) {
        PickResult result = GrpcBalancer.pick(balancer.picker());
        while (GrpcBalancer.endpoint(result) != endpoint) {
            result = GrpcBalancer.pick(balancer.picker());
        }
        return result;
    }

    private static double share(GrpcBalancer balancer, int endpoint) {
        int hits = 0;
        for (int pick = 0; pick < PICKS; pick++) {
            hits += GrpcBalancer.endpoint(GrpcBalancer.pick(balancer.picker())) == endpoint ? 1 : 0;
        }
        return (double) hits / PICKS;
    }
}
