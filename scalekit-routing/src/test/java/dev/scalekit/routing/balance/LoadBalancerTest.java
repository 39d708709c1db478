package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class LoadBalancerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();

    private LoadBalancerBuilder<String> three() {
        return LoadBalancer.<String>builder()
                .name("web")
                .endpoint("a")
                .endpoint("b")
                .endpoint("c")
                .listener(world.listener());
    }

    private static Map<String, Integer> picks(LoadBalancer<String> balancer, int count) {
        Map<String, Integer> picks = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            try (Lease<String> lease = balancer.pick()) {
                picks.merge(lease.target(), 1, Integer::sum);
                lease.success();
            }
        }
        return picks;
    }

    private static void fail(LoadBalancer<String> balancer, String target, Origin origin, int times) {
        int failed = 0;
        while (failed < times) {
            try (Lease<String> lease = balancer.pick()) {
                if (lease.target().equals(target)) {
                    lease.failed(origin);
                    failed++;
                }
            }
        }
    }

    @Test
    void all_endpoints_are_taken_before_the_first_probe_is_answered() {
        LoadBalancer<String> balancer = three().probe(world.probe()).unattended(world.environment);

        Map<String, Integer> picks = picks(balancer, 300);

        assertThat(picks).containsOnlyKeys("a", "b", "c");
        assertThat(balancer.topology().endpoint("a").state()).isEqualTo(EndpointState.JOINING);
    }

    @Test
    void the_first_answered_probe_decides_alone_and_the_first_failed_one_does_not() {
        world.breaks("b", "refused");
        LoadBalancer<String> balancer = three().probe(world.probe()).unattended(world.environment);

        world.passProbes(1, "b", balancer);
        EndpointState afterOne = balancer.topology().endpoint("b").state();
        world.passProbes(1, "b", balancer);

        assertThat(picks(balancer, 300)).containsOnlyKeys("a", "c");
        assertThat(afterOne).isEqualTo(EndpointState.JOINING);
        assertThat(world.heard()).containsExactly("a JOINING -> UP", "c JOINING -> UP", "b JOINING -> DOWN");
        assertThat(balancer.topology().endpoint("b").reason())
                .isEqualTo("its probe fails: IllegalStateException: refused");
    }

    @Test
    void it_takes_as_many_failed_probes_as_were_asked_for_to_go_down_and_answered_ones_to_come_up() {
        LoadBalancer<String> balancer = three().probe(
                        world.probe(), p -> p.every(SECOND).fall(3).rise(2))
                .unattended(world.environment);
        world.passProbes(1, "b", balancer);

        world.breaks("b", "refused");
        world.passProbes(2, "b", balancer);
        EndpointState afterTwo = balancer.topology().endpoint("b").state();
        world.passProbes(1, "b", balancer);
        EndpointState afterThree = balancer.topology().endpoint("b").state();
        world.heals("b");
        world.passProbes(1, "b", balancer);
        EndpointState afterOneAnswer = balancer.topology().endpoint("b").state();
        world.passProbes(1, "b", balancer);

        assertThat(afterTwo).isEqualTo(EndpointState.UP);
        assertThat(afterThree).isEqualTo(EndpointState.DOWN);
        assertThat(afterOneAnswer).isEqualTo(EndpointState.DOWN);
        assertThat(balancer.topology().endpoint("b").state()).isEqualTo(EndpointState.UP);
    }

    @Test
    void calls_that_fail_in_a_row_eject_an_endpoint_for_ten_seconds_and_it_comes_back_slowly() {
        LoadBalancer<String> balancer = three().unattended(world.environment);

        fail(balancer, "b", Origin.EXTERNAL, 5);
        Map<String, Integer> out = picks(balancer, 300);
        world.pass(Duration.ofMillis(9_999), balancer);
        EndpointState before = balancer.topology().endpoint("b").state();
        world.pass(Duration.ofMillis(1), balancer);

        assertThat(out).containsOnlyKeys("a", "c");
        assertThat(before).isEqualTo(EndpointState.EJECTED);
        assertThat(balancer.topology().endpoint("b").state()).isEqualTo(EndpointState.UP);
        assertThat(balancer.topology().endpoint("b").effectiveWeight()).isEqualTo(0.1);
        assertThat(picks(balancer, 2_100).get("b")).isBetween(50, 160);
        assertThat(world.heard()).containsExactly("b UP -> EJECTED", "b EJECTED -> UP");
    }

    @Test
    void every_endpoint_down_is_an_exception_that_lists_each_with_its_reason() {
        world.breaks("a", "refused");
        world.breaks("b", "no route");
        world.breaks("c", "status 503 of /health");
        LoadBalancer<String> balancer =
                three().probe(world.probe(), p -> p.fall(1)).unattended(world.environment);
        balancer.tick();

        assertThatThrownBy(balancer::pick)
                .isInstanceOf(NoEndpointException.class)
                .hasMessage("web has no endpoint to take:"
                        + " a is DOWN since 2026-01-01T00:00:00Z (its probe fails: IllegalStateException: refused);"
                        + " b is DOWN since 2026-01-01T00:00:00Z (its probe fails: IllegalStateException: no route);"
                        + " c is DOWN since 2026-01-01T00:00:00Z"
                        + " (its probe fails: IllegalStateException: status 503 of /health)");
        assertThat(balancer.stats().unserved()).isEqualTo(1);
    }

    @Test
    void a_pick_after_close_is_refused_and_an_open_lease_can_still_be_ended() {
        LoadBalancer<String> balancer = three().unattended(world.environment);
        Lease<String> open = balancer.pick();

        balancer.close();
        open.success();

        assertThatThrownBy(balancer::pick)
                .isInstanceOf(BalancerClosedException.class)
                .hasMessage("web is closed");
        assertThat(balancer.stats().endpoint(open.name()).successes()).isEqualTo(1);
    }

    @Test
    void who_hears_of_a_change_finds_it_in_the_topology() {
        Environment atOnce =
                new Environment(world.environment.ticker(), world.environment.wall(), Runnable::run, Runnable::run);
        List<EndpointState> seen = new ArrayList<>();
        List<LoadBalancer<String>> heard = new ArrayList<>();
        LoadBalancer<String> balancer = three().listener(new BalancerListener() {
                    @Override
                    public void changed(EndpointChange change) {
                        seen.add(heard.get(0).topology().endpoint(change.name()).state());
                    }

                    @Override
                    public void added(String name, EndpointState state) {
                        seen.add(heard.get(0).topology().endpoint(name).state());
                    }
                })
                .unattended(atOnce);
        heard.add(balancer);

        fail(balancer, "b", Origin.LOCAL, 3);
        balancer.add("d");
        CompletableFuture<Drained> drained = balancer.drain("a", SECOND);

        assertThat(drained).isCompleted();
        assertThat(seen)
                .containsExactly(
                        EndpointState.EJECTED, EndpointState.UP, EndpointState.DRAINING, EndpointState.DRAINED);
    }
}
