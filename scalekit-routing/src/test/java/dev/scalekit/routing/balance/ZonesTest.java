package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part of the picks each zone gets, and what happens when too little is left. */
final class ZonesTest {
    private static final int PICKS = 20_000;

    private final World world = new World();

    /** Two near endpoints and two far ones. */
    private LoadBalancer<String> balancer() {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("near-1", "near-1", it -> it.zone("eu-1"))
                .endpoint("near-2", "near-2", it -> it.zone("eu-1"))
                .endpoint("far-1", "far-1", it -> it.zone("eu-2"))
                .endpoint("far-2", "far-2", it -> {})
                .zone("eu-1")
                .balancer(Balancers.random())
                .probe(world.probe(), it -> it.fall(1))
                .ejection(it -> it.cap(1))
                .slowStart(Duration.ZERO)
                .listener(world.listener())
                .unattended(world.environment);
        world.passProbes(1, "near-1", balancer);
        world.heard();
        return balancer;
    }

    private static Map<String, Double> parts(LoadBalancer<String> balancer) {
        Map<String, Double> parts = new HashMap<>();
        for (int i = 0; i < PICKS; i++) {
            try (Lease<String> lease = balancer.pick()) {
                parts.merge(lease.name(), 1.0 / PICKS, Double::sum);
            }
        }
        return parts;
    }

    private void breaks(LoadBalancer<String> balancer, String... names) {
        for (String name : names) {
            world.breaks(name, "refused");
        }
        world.passProbes(2, "near-1", balancer);
    }

    private static void eject(LoadBalancer<String> balancer, String... names) {
        for (String name : names) {
            int failed = 0;
            while (failed < 5) {
                try (Lease<String> lease = balancer.pick()) {
                    if (lease.name().equals(name)) {
                        lease.failed(Origin.EXTERNAL);
                        failed++;
                    }
                }
            }
        }
    }

    @Test
    void everything_stays_in_the_zone_while_it_is_well() {
        assertThat(parts(balancer())).containsOnlyKeys("near-1", "near-2");
    }

    @Test
    void what_the_zone_cannot_bear_goes_to_the_others() {
        LoadBalancer<String> balancer = balancer();

        breaks(balancer, "near-2");

        Map<String, Double> parts = parts(balancer);
        assertThat(parts).containsOnlyKeys("near-1", "far-1", "far-2");
        assertThat(parts.get("near-1")).isCloseTo(0.7, within(0.015));
        assertThat(parts.get("far-1")).isCloseTo(0.15, within(0.015));
        assertThat(parts.get("far-2")).as("no zone is another one").isCloseTo(0.15, within(0.015));
    }

    @Test
    void everything_goes_to_the_others_when_nothing_of_the_zone_is_left() {
        LoadBalancer<String> balancer = balancer();

        breaks(balancer, "near-1", "near-2");

        assertThat(parts(balancer)).containsOnlyKeys("far-1", "far-2");
    }

    @Test
    void a_key_stays_where_it_is_while_nothing_changes_although_two_zones_share_the_load() {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("near-1", "near-1", it -> it.zone("eu-1"))
                .endpoint("near-2", "near-2", it -> it.zone("eu-1"))
                .endpoint("far-1", "far-1", it -> it.zone("eu-2"))
                .endpoint("far-2", "far-2", it -> it.zone("eu-2"))
                .zone("eu-1")
                .balancer(Balancers.sticky())
                .probe(world.probe(), it -> it.fall(1))
                .unattended(world.environment);
        world.breaks("near-2", "refused");
        balancer.tick();

        for (int user = 0; user < 500; user++) {
            PickOptions key = PickOptions.key(user);
            String first = name(balancer, key);
            assertThat(name(balancer, key)).isEqualTo(first);
        }
    }

    private static String name(LoadBalancer<String> balancer, PickOptions options) {
        try (Lease<String> lease = balancer.pick(options)) {
            return lease.name();
        }
    }

    @Test
    void each_retry_takes_an_endpoint_that_was_not_tried_and_leaves_the_zone_for_it_if_need_be() {
        LoadBalancer<String> balancer = balancer();

        Lease<String> first = balancer.pick();
        first.failed(Origin.LOCAL);
        Lease<String> second = first.retry().orElseThrow();
        second.failed(Origin.LOCAL);

        assertThat(first.name()).startsWith("near");
        assertThat(second.name()).startsWith("near").isNotEqualTo(first.name());
        assertThat(second.retry().orElseThrow().name()).startsWith("far");
    }

    @ParameterizedTest
    @CsvSource({
        // what is ejected, who is taken, panic
        "near-1, near-2 far-1 far-2, false",
        "near-1 near-2, far-1 far-2, false",
        "near-1 near-2 far-1, far-1 far-2, true"
    })
    void ejected_ones_are_taken_only_when_less_than_half_is_up(String ejected, String taken, boolean panic) {
        LoadBalancer<String> balancer = balancer();

        eject(balancer, ejected.split(" ", -1));

        assertThat(parts(balancer)).containsOnlyKeys(taken.split(" ", -1));
        assertThat(balancer.topology().panic()).isEqualTo(panic);
    }

    @Test
    void the_last_one_that_is_up_is_never_ejected() {
        LoadBalancer<String> balancer = balancer();

        eject(balancer, "near-1", "near-2", "far-1", "far-2");

        assertThat(balancer.topology().endpoint("far-2").state()).isEqualTo(EndpointState.UP);
        assertThat(balancer.topology().usable()).isEqualTo(0.25);
        assertThat(parts(balancer)).containsOnlyKeys("far-1", "far-2");
    }

    @Test
    void a_panic_is_told_once_when_it_begins_and_once_when_it_ends() {
        LoadBalancer<String> balancer = balancer();

        eject(balancer, "near-1", "near-2", "far-1");
        Topology<String> during = balancer.topology();
        // Ejected one after the other at the same moment, so they come back together.
        world.pass(Duration.ofSeconds(10), balancer);

        assertThat(during.usable()).isEqualTo(0.25);
        assertThat(during.endpoint("near-1").effectiveWeight()).isEqualTo(1);
        assertThat(world.heard())
                .containsExactly(
                        "near-1 UP -> EJECTED",
                        "near-2 UP -> EJECTED",
                        "far-1 UP -> EJECTED",
                        "panicked at 0.25",
                        "near-1 EJECTED -> UP",
                        "near-2 EJECTED -> UP",
                        "far-1 EJECTED -> UP",
                        "calmed");
        assertThat(balancer.topology().usable()).isEqualTo(1);
    }

    @Test
    void what_a_probe_says_is_down_is_not_taken_in_a_panic_either() {
        LoadBalancer<String> balancer = balancer();

        eject(balancer, "near-1");
        breaks(balancer, "near-2", "far-2", "far-1");

        assertThat(balancer.topology().panic()).isTrue();
        assertThat(parts(balancer)).containsOnlyKeys("near-1");
    }
}
