package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Picks that will not take any endpoint. */
final class OnlyTest {
    private static final int PICKS = 20_000;

    private final World world = new World();

    private LoadBalancerBuilder<String> builder() {
        return LoadBalancer.<String>builder()
                .name("reads")
                .endpoint("near-1", "near-1", it -> it.zone("eu-1"))
                .endpoint("near-2", "near-2", it -> it.zone("eu-1").weight(3))
                .endpoint("near-3", "near-3", it -> it.zone("eu-1"))
                .endpoint("far-1", "far-1", it -> it.zone("eu-2"))
                .zone("eu-1")
                .balancer(Balancers.random())
                .probe(world.probe(), it -> it.fall(1))
                .ejection(it -> it.cap(1))
                .slowStart(Duration.ZERO);
    }

    private LoadBalancer<String> probed(LoadBalancerBuilder<String> builder) {
        LoadBalancer<String> balancer = builder.unattended(world.environment);
        world.passProbes(1, "near-1", balancer);
        return balancer;
    }

    private static PickOptions only(String... names) {
        return PickOptions.NONE.withOnly(Set.of(names)::contains);
    }

    private static Map<String, Double> parts(LoadBalancer<String> balancer, PickOptions options) {
        Map<String, Double> parts = new HashMap<>();
        for (int i = 0; i < PICKS; i++) {
            try (Lease<String> lease = balancer.pick(options)) {
                parts.merge(lease.name(), 1.0 / PICKS, Double::sum);
            }
        }
        return parts;
    }

    @Test
    void those_that_pass_are_picked_by_their_weights_and_no_other() {
        LoadBalancer<String> balancer = probed(builder());

        Map<String, Double> parts = parts(balancer, only("near-1", "near-2", "far-1"));

        assertThat(parts).containsOnlyKeys("near-1", "near-2");
        assertThat(parts.get("near-2")).isCloseTo(0.75, within(0.02));
    }

    @Test
    void everybody_passing_is_as_if_nothing_was_asked_for() {
        LoadBalancer<String> balancer = probed(builder());

        Map<String, Double> parts = parts(balancer, PickOptions.NONE.withOnly(name -> true));

        assertThat(parts).containsOnlyKeys("near-1", "near-2", "near-3");
        assertThat(parts.get("near-2")).isCloseTo(0.6, within(0.02));
    }

    @Test
    void another_zone_serves_what_nobody_in_the_own_one_may() {
        LoadBalancer<String> balancer = probed(builder());

        Map<String, Double> parts = parts(balancer, only("far-1"));

        assertThat(parts).containsOnlyKeys("far-1");
    }

    @Test
    void who_may_not_be_taken_is_not_taken_because_he_was_asked_for_and_the_reasons_say_so() {
        LoadBalancer<String> balancer = probed(builder());
        world.breaks("near-1", "refused");
        world.passProbes(1, "near-1", balancer);

        assertThatThrownBy(() -> balancer.pick(only("near-1")))
                .isInstanceOf(NoEndpointException.class)
                .hasMessageStartingWith("reads has no endpoint to take: near-1 is DOWN since ")
                .hasMessageContaining("refused); near-2 is UP since")
                .hasMessageEndingWith(", not asked for");
        assertThat(balancer.stats().unserved()).isEqualTo(1);
    }

    @Test
    void in_a_panic_an_ejected_endpoint_can_be_asked_for() {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("a")
                .endpoint("b")
                .endpoint("c")
                .ejection(it -> it.cap(1))
                .slowStart(Duration.ZERO)
                .unattended(world.environment);
        fail(balancer, "a");
        assertThatThrownBy(() -> balancer.pick(only("a"))).isInstanceOf(NoEndpointException.class);

        fail(balancer, "b");

        assertThat(balancer.topology().panic()).isTrue();
        assertThat(parts(balancer, only("a"))).containsOnlyKeys("a");
    }

    private static void fail(LoadBalancer<String> balancer, String name) {
        for (int i = 0; i < 5; i++) {
            try (Lease<String> lease = balancer.pick(only(name))) {
                lease.failed(Origin.EXTERNAL);
            }
        }
    }

    @Test
    void a_retry_stays_among_those_that_pass() {
        LoadBalancer<String> balancer = probed(builder().retries(it -> it.attempts(4)));
        List<String> called = new ArrayList<>();

        assertThatThrownBy(() -> balancer.call(only("near-1", "far-1"), target -> {
                    called.add(target);
                    throw new ConnectException("refused");
                }))
                .isInstanceOf(ConnectException.class);

        assertThat(called).containsExactly("near-1", "far-1");
    }

    @Test
    void a_key_keeps_its_endpoint_among_those_that_pass() {
        LoadBalancer<String> balancer = probed(builder().balancer(Balancers.sticky()));
        Predicate<String> some = name -> !name.equals("near-3");

        List<String> of = IntStream.range(0, 200)
                .mapToObj(user -> {
                    PickOptions key = PickOptions.key(user);
                    String before = name(balancer, key);
                    String among = name(balancer, key.withOnly(some));
                    return before.equals("near-3") || before.equals(among) ? "kept" : "moved";
                })
                .distinct()
                .toList();

        assertThat(of).containsExactly("kept");
    }

    private static String name(LoadBalancer<String> balancer, PickOptions options) {
        try (Lease<String> lease = balancer.pick(options)) {
            return lease.name();
        }
    }

    @Test
    void what_the_predicate_throws_comes_out_and_nothing_is_in_flight() {
        LoadBalancer<String> balancer = probed(builder());
        PickOptions broken = PickOptions.NONE.withOnly(name -> {
            throw new IllegalStateException("broken");
        });

        assertThatIllegalStateException()
                .isThrownBy(() -> balancer.pick(broken))
                .withMessage("broken");

        assertThat(balancer.topology().endpoints()).allMatch(endpoint -> endpoint.inFlight() == 0);
        assertThat(balancer.stats().picks()).isZero();
    }

    @Test
    void what_is_said_last_counts_and_the_rest_is_kept() {
        LoadBalancer<String> balancer = probed(builder());
        PickOptions options =
                only("near-1").withOnly("far-1"::equals).withIdempotent().withKey(7);

        assertThat(name(balancer, options)).isEqualTo("far-1");
        assertThat(options).hasToString("PickOptions[with a key, idempotent, some endpoints only]");
    }

    @Test
    void a_balancer_may_begin_without_endpoints_if_that_is_meant() {
        LoadBalancer<String> balancer =
                LoadBalancer.<String>builder().name("reads").withoutEndpoints().unattended(world.environment);

        assertThatThrownBy(balancer::pick)
                .isInstanceOf(NoEndpointException.class)
                .hasMessage("reads has no endpoints: add one");
        assertThat(balancer.topology().panic()).isFalse();

        balancer.add("a");
        assertThat(name(balancer, PickOptions.NONE)).isEqualTo("a");
    }
}
