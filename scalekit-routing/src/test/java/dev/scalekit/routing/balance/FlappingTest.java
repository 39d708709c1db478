package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Something goes up and down once a second; whoever depends on it must not be moved about with it. */
final class FlappingTest {
    private static final Duration HALF = Duration.ofMillis(500);

    private final World world = new World();
    private final List<Double> returns = new ArrayList<>();

    private double seconds() {
        return world.nanos() / 1e9;
    }

    private static List<Double> distances(List<Double> times) {
        return IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1))
                .toList();
    }

    private LoadBalancer<String> balancer(int rise, int fall) {
        return LoadBalancer.<String>builder()
                .endpoint("steady")
                .endpoint("flapping")
                .probe(
                        world.probe(),
                        it -> it.every(Duration.ofMillis(100))
                                .timeout(Duration.ofMillis(90))
                                .rise(rise)
                                .fall(fall))
                .slowStart(Duration.ofSeconds(2))
                .listener(new BalancerListener() {
                    @Override
                    public void changed(EndpointChange change) {
                        if (change.to() == EndpointState.UP && change.from() != EndpointState.JOINING) {
                            returns.add(seconds());
                        }
                    }
                })
                .unattended(world.environment);
    }

    private void flap(LoadBalancer<String> balancer, int seconds) {
        balancer.tick();
        for (int i = 0; i < seconds; i++) {
            world.breaks("flapping", "refused");
            world.pass(HALF, balancer);
            world.heals("flapping");
            world.pass(HALF, balancer);
        }
    }

    /** Well for half a second, in which there are some five probes. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void an_endpoint_returns_once_a_second_at_most_and_not_before_it_has_answered_as_often_as_it_must(int rise) {
        LoadBalancer<String> balancer = balancer(rise, 1);

        flap(balancer, 60);

        assertThat(returns).hasSizeBetween(50, 60);
        // It begins to be well at the middle of each second.
        assertThat(returns).allMatch(time -> (time + 0.5) % 1 >= (rise - 1) * 0.09);
        assertThat(distances(returns)).allMatch(distance -> distance >= 1 - 0.5);
    }

    @Test
    void with_the_options_that_it_has_by_default_it_changes_at_most_once_in_the_time_of_a_rise() {
        List<Double> changes = new ArrayList<>();
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("steady")
                .endpoint("flapping")
                .probe(world.probe())
                .listener(new BalancerListener() {
                    @Override
                    public void changed(EndpointChange change) {
                        if (change.name().equals("flapping")) {
                            changes.add(seconds());
                        }
                    }
                })
                .unattended(world.environment);

        flap(balancer, 1_000);

        // Two probes in a row, some nine tenths of a second apart, on the way up and down.
        assertThat(changes).hasSizeGreaterThan(10);
        assertThat(distances(changes)).allMatch(distance -> distance >= 0.9);
    }

    @Test
    void an_endpoint_does_not_return_at_all_when_it_is_never_well_for_long_enough() {
        LoadBalancer<String> balancer = balancer(8, 1);

        flap(balancer, 60);

        assertThat(returns).isEmpty();
        assertThat(balancer.topology().endpoint("flapping").state()).isEqualTo(EndpointState.DOWN);
    }

    @Test
    void an_endpoint_that_is_never_ill_for_long_enough_stays() {
        LoadBalancer<String> balancer = balancer(2, 8);

        flap(balancer, 60);

        assertThat(returns).isEmpty();
        assertThat(balancer.topology().endpoint("flapping").state()).isEqualTo(EndpointState.UP);
    }

    @Test
    void each_return_begins_with_a_tenth_of_the_weight_and_grows() {
        LoadBalancer<String> balancer = balancer(2, 1);
        flap(balancer, 5);
        List<Double> weights = new ArrayList<>();

        world.breaks("flapping", "refused");
        world.pass(HALF, balancer);
        world.heals("flapping");
        for (int i = 0; i < 60; i++) {
            world.pass(Duration.ofMillis(50), balancer);
            weights.add(balancer.topology().endpoint("flapping").effectiveWeight());
        }

        assertThat(weights).isSorted();
        assertThat(weights).contains(0.0, 0.1, 0.25, 0.5, 0.75, 1.0);
    }

    @Test
    void an_endpoint_whose_calls_always_fail_is_out_longer_each_time() {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("steady")
                .endpoint("failing")
                .balancer(Balancers.random())
                .slowStart(Duration.ZERO)
                .ejection(it -> it.base(Duration.ofSeconds(10)).longest(Duration.ofSeconds(45)))
                .unattended(world.environment);
        List<Double> ejections = new ArrayList<>();

        for (int step = 0; step < 2_000; step++) {
            EndpointState before = balancer.topology().endpoint("failing").state();
            for (int i = 0; i < 40; i++) {
                Lease<String> lease = balancer.pick();
                if (lease.name().equals("failing")) {
                    lease.failed(Origin.EXTERNAL);
                } else {
                    lease.success();
                }
            }
            if (before == EndpointState.UP
                    && balancer.topology().endpoint("failing").state() == EndpointState.EJECTED) {
                ejections.add(seconds());
            }
            world.pass(Duration.ofMillis(100), balancer);
        }

        assertThat(distances(ejections).stream().map(Math::round)).containsExactly(10L, 20L, 30L, 40L, 45L, 45L);
        assertThat(balancer.stats().endpoint("failing").ejections()).isEqualTo(7);
    }

    @Test
    void a_region_that_flaps_loses_its_users_once_and_gets_them_back_once_it_stays() {
        boolean[] well = {true};
        List<Double> worse = new ArrayList<>();
        List<Double> better = new ArrayList<>();
        RegionBalancer<String> balancer = RegionBalancer.<String>builder()
                .region("flapping", "F", 70, it -> it.health(() -> well[0] ? 1 : 0))
                .region("steady", "S", 30)
                .looking(it -> it.every(Duration.ofMillis(100)).timeout(Duration.ofMillis(90)))
                .failBackAfter(Duration.ofSeconds(20))
                .failBackOver(Duration.ofSeconds(10))
                .listener(new RegionListener() {
                    @Override
                    public void changed(RegionStatus status, double before) {
                        (status.kept() < before ? worse : better).add(seconds());
                    }
                })
                .unattended(world.environment);

        for (int i = 0; i < 120; i++) {
            well[0] = false;
            world.pass(HALF, balancer::tick);
            well[0] = true;
            world.pass(HALF, balancer::tick);
        }
        double stopped = seconds();
        world.pass(Duration.ofSeconds(60), balancer::tick);

        assertThat(worse).hasSize(1);
        assertThat(better).hasSizeGreaterThan(50).allMatch(time -> time > stopped + 19);
        assertThat(balancer.topology().get(0).kept()).isEqualTo(1);
    }
}
