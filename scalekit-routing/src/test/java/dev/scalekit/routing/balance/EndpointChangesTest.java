package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Adding, removing, reweighting, draining and resuming, step by step in a time of the test's own. */
final class EndpointChangesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();

    private LoadBalancerBuilder<String> builder() {
        return LoadBalancer.<String>builder()
                .endpoint("a")
                .endpoint("b")
                .balancer(Balancers.random())
                .listener(world.listener());
    }

    private LoadBalancer<String> balancer() {
        return builder().unattended(world.environment);
    }

    private static Set<String> taken(LoadBalancer<String> balancer) {
        Set<String> taken = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            try (Lease<String> lease = balancer.pick()) {
                taken.add(lease.name());
            }
        }
        return taken;
    }

    private static Lease<String> leaseOf(LoadBalancer<String> balancer, String name) {
        while (true) {
            Lease<String> lease = balancer.pick();
            if (lease.name().equals(name)) {
                return lease;
            }
            lease.close();
        }
    }

    private static void eject(LoadBalancer<String> balancer, String name) {
        for (int i = 0; i < 5; i++) {
            leaseOf(balancer, name).failed(Origin.EXTERNAL);
        }
    }

    private static void drain(LoadBalancer<String> balancer) {
        assertThat(balancer.drain("b", SECOND)).isNotCancelled();
    }

    private static EndpointState state(LoadBalancer<String> balancer, String name) {
        return balancer.topology().endpoint(name).state();
    }

    @Test
    void one_that_is_added_without_a_probe_is_taken_at_once_and_gets_its_weight_slowly() {
        LoadBalancer<String> balancer = balancer();

        balancer.add("c");
        double atOnce = balancer.topology().endpoint("c").effectiveWeight();
        world.pass(Duration.ofSeconds(5), balancer);
        double later = balancer.topology().endpoint("c").effectiveWeight();
        world.pass(Duration.ofSeconds(5), balancer);

        assertThat(atOnce).isEqualTo(0.1);
        assertThat(later).isEqualTo(0.5);
        assertThat(balancer.topology().endpoint("c").effectiveWeight()).isEqualTo(1);
        assertThat(world.heard()).containsExactly("added c UP");
    }

    @Test
    void one_that_is_added_is_not_taken_before_its_probe_is_answered() {
        LoadBalancer<String> balancer = builder().probe(world.probe()).unattended(world.environment);
        world.passProbes(1, "a", balancer);
        world.heard();

        balancer.add("late", "c", it -> it.weight(4));
        Set<String> before = taken(balancer);
        balancer.tick();

        assertThat(before).containsExactly("a", "b");
        assertThat(taken(balancer)).containsExactly("a", "b", "late");
        assertThat(balancer.topology().endpoint("late").effectiveWeight()).isEqualTo(0.4);
        assertThat(world.heard()).containsExactly("added late JOINING", "late JOINING -> UP");
    }

    @Test
    void a_name_that_is_taken_is_refused_and_nothing_changes() {
        LoadBalancer<String> balancer = balancer();
        long version = balancer.topology().version();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.add("b", "other"))
                .withMessage("endpoint names must differ: b");
        assertThat(balancer.topology().version()).isEqualTo(version);
        assertThat(balancer.topology().endpoint("b").target()).isEqualTo("b");
        assertThat(world.heard()).isEmpty();
    }

    @Test
    void one_that_is_removed_is_not_taken_and_its_leases_go_on() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> open = leaseOf(balancer, "b");

        boolean removed = balancer.remove("b");
        boolean again = balancer.remove("b");
        Set<String> taken = taken(balancer);
        open.success();

        assertThat(removed).isTrue();
        assertThat(again).isFalse();
        assertThat(taken).containsExactly("a");
        assertThat(balancer.stats().endpoints()).containsOnlyKeys("a");
        assertThat(world.heard()).containsExactly("removed b");
    }

    @Test
    void a_failure_of_one_that_was_removed_changes_nothing() {
        LoadBalancer<String> balancer =
                builder().ejection(it -> it.consecutiveFailures(1)).unattended(world.environment);
        Lease<String> open = leaseOf(balancer, "b");
        balancer.remove("b");
        long version = balancer.topology().version();

        open.failed(Origin.EXTERNAL);

        assertThat(balancer.topology().version()).isEqualTo(version);
        assertThat(world.heard()).containsExactly("removed b");
    }

    @Test
    void the_name_of_one_that_was_removed_can_be_given_again_and_is_another_endpoint() {
        LoadBalancer<String> balancer = balancer();
        eject(balancer, "b");
        Lease<String> old = leaseOf(balancer, "a");
        balancer.remove("a");
        balancer.remove("b");

        balancer.add("b");
        balancer.add("a");
        old.failed(Origin.LOCAL);

        assertThat(state(balancer, "b")).isEqualTo(EndpointState.UP);
        assertThat(balancer.stats().endpoint("a").localFailures()).isZero();
        assertThat(balancer.stats().endpoint("b").ejections()).isZero();
    }

    @Test
    void the_last_one_may_be_removed_and_picks_say_that_there_are_none() {
        LoadBalancer<String> balancer = balancer();

        balancer.remove("a");
        balancer.remove("b");

        assertThatExceptionOfType(NoEndpointException.class)
                .isThrownBy(balancer::pick)
                .withMessage("balancer has no endpoints: add one");
        assertThat(balancer.topology().usable()).isZero();
        balancer.add("c");
        assertThat(taken(balancer)).containsExactly("c");
    }

    @Test
    void another_weight_counts_from_the_next_pick_on_and_0_is_never_taken() {
        LoadBalancer<String> balancer = balancer();

        balancer.reweight("a", 0);
        Set<String> onlyB = taken(balancer);
        balancer.reweight("a", 2.5);

        assertThat(onlyB).containsExactly("b");
        assertThat(taken(balancer)).containsExactly("a", "b");
        assertThat(balancer.topology().endpoint("a").weight()).isEqualTo(2.5);
    }

    @Test
    void all_weights_0_are_refused_and_nothing_changes() {
        LoadBalancer<String> balancer = balancer();
        balancer.reweight("a", 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.reweight("b", 0))
                .withMessage("weight of b must be above 0, as it is that of all other endpoints: 0.0");
        assertThat(taken(balancer)).containsExactly("b");
    }

    @Test
    void an_idle_one_is_drained_at_once() {
        LoadBalancer<String> balancer = balancer();

        CompletableFuture<Drained> drained = balancer.drain("b", SECOND);
        world.runCallbacks();

        assertThat(drained).isCompletedWithValue(new Drained("b", 0, Duration.ZERO));
        assertThat(state(balancer, "b")).isEqualTo(EndpointState.DRAINED);
        assertThat(taken(balancer)).containsExactly("a");
        assertThat(world.heard()).containsExactly("b UP -> DRAINING", "b DRAINING -> DRAINED");
    }

    @Test
    void a_busy_one_is_drained_when_its_last_lease_ends() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> one = leaseOf(balancer, "b");
        Lease<String> two = leaseOf(balancer, "b");

        CompletableFuture<Drained> drained = balancer.drain("b", Duration.ofMinutes(1));
        Set<String> taken = taken(balancer);
        one.success();
        world.pass(Duration.ofSeconds(3), balancer);
        EndpointState before = state(balancer, "b");
        two.close();
        world.runCallbacks();

        assertThat(taken).containsExactly("a");
        assertThat(before).isEqualTo(EndpointState.DRAINING);
        assertThat(state(balancer, "b")).isEqualTo(EndpointState.DRAINED);
        assertThat(drained).isCompletedWithValue(new Drained("b", 0, Duration.ofSeconds(3)));
    }

    @Test
    void when_the_time_is_over_the_future_says_what_is_left_and_the_drain_goes_on() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> open = leaseOf(balancer, "b");

        CompletableFuture<Drained> drained = balancer.drain("b", SECOND);
        world.pass(SECOND.minusNanos(1), balancer);
        boolean early = drained.isDone();
        world.pass(Duration.ofNanos(1), balancer);

        assertThat(early).isFalse();
        assertThat(drained).isCompletedWithValue(new Drained("b", 1, SECOND));
        assertThat(state(balancer, "b")).isEqualTo(EndpointState.DRAINING);
        assertThat(taken(balancer)).containsExactly("a");
        open.close();
        assertThat(state(balancer, "b")).isEqualTo(EndpointState.DRAINED);
    }

    @Test
    void a_drain_that_goes_on_is_the_one_of_before_and_nobody_can_end_it_for_others() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> open = leaseOf(balancer, "b");

        CompletableFuture<Drained> first = balancer.drain("b", SECOND);
        CompletableFuture<Drained> second = balancer.drain("b", Duration.ofDays(1));

        boolean cancelled = second.cancel(true);
        open.close();
        world.runCallbacks();

        assertThat(cancelled).isTrue();
        assertThat(first).isCompletedWithValue(new Drained("b", 0, Duration.ZERO));
    }

    @Test
    void one_that_is_drained_already_is_drained_without_a_further_change() {
        LoadBalancer<String> balancer = balancer();
        drain(balancer);
        world.heard();

        CompletableFuture<Drained> again = balancer.drain("b", SECOND);
        world.runCallbacks();

        assertThat(again).isCompletedWithValue(new Drained("b", 0, Duration.ZERO));
        assertThat(world.heard()).isEmpty();
    }

    @Test
    void one_that_is_resumed_is_taken_and_starts_slowly_and_its_drain_ends() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> open = leaseOf(balancer, "b");
        CompletableFuture<Drained> drained = balancer.drain("b", Duration.ofMinutes(1));

        balancer.resume("b");
        world.runCallbacks();
        open.success();

        assertThat(drained).isCompletedWithValue(new Drained("b", 1, Duration.ZERO));
        assertThat(balancer.topology().endpoint("b").effectiveWeight()).isEqualTo(0.1);
        assertThat(taken(balancer)).containsExactly("a", "b");
        assertThat(world.heard()).containsExactly("b UP -> DRAINING", "b DRAINING -> UP");
    }

    @Test
    void one_that_is_not_drained_is_not_resumed() {
        LoadBalancer<String> balancer = balancer();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> balancer.resume("b"))
                .withMessage("b must be drained or draining to be resumed: UP");
    }

    @Test
    void one_that_is_said_to_be_down_is_not_taken_until_it_is_said_to_be_up_and_starts_slowly_then() {
        LoadBalancer<String> balancer = balancer();

        balancer.down("b", "cut off");
        Set<String> without = taken(balancer);
        Topology<String> during = balancer.topology();
        balancer.up("b");
        balancer.up("b");
        double effective = balancer.topology().endpoint("b").effectiveWeight();
        world.pass(Duration.ofSeconds(10), balancer);
        balancer.up("b");

        assertThat(without).containsExactly("a");
        assertThat(during.usable()).isEqualTo(0.5);
        assertThat(during.endpoint("b").reason()).isEqualTo("cut off");
        assertThat(effective).isEqualTo(0.1);
        assertThat(balancer.topology().endpoint("b").effectiveWeight()).isEqualTo(1);
        assertThat(world.heard()).containsExactly("b UP -> DOWN", "b DOWN -> UP");
    }

    @Test
    void nothing_is_held_against_one_that_was_said_to_be_down() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> slow = leaseOf(balancer, "b");
        world.pass(Duration.ofSeconds(3), balancer);
        slow.success();
        eject(balancer, "b");

        balancer.down("b", "cut off");
        balancer.up("b");

        assertThat(state(balancer, "b")).isEqualTo(EndpointState.UP);
        assertThat(balancer.topology().endpoint("b").latency()).isZero();
    }

    @Test
    void one_that_is_drained_is_still_probed_and_comes_back_as_its_probe_says() {
        LoadBalancer<String> balancer = builder().probe(world.probe()).unattended(world.environment);
        world.passProbes(1, "b", balancer);
        drain(balancer);

        world.breaks("b", "stopped");
        world.passProbes(2, "b", balancer);
        balancer.resume("b");
        EndpointState resumed = state(balancer, "b");
        world.heals("b");
        world.passProbes(2, "b", balancer);

        assertThat(resumed).isEqualTo(EndpointState.DOWN);
        assertThat(state(balancer, "b")).isEqualTo(EndpointState.UP);
    }

    @Test
    void removing_one_ends_its_drain_and_nothing_is_heard_of_it_afterwards() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> open = leaseOf(balancer, "b");
        CompletableFuture<Drained> drained = balancer.drain("b", Duration.ofMinutes(1));

        balancer.remove("b");
        long version = balancer.topology().version();
        open.success();
        world.pass(Duration.ofMinutes(2), balancer);

        assertThat(drained).isCompletedWithValue(new Drained("b", 1, Duration.ZERO));
        assertThat(world.heard()).containsExactly("b UP -> DRAINING", "removed b");
        assertThat(balancer.topology().version()).isEqualTo(version);
    }

    @Test
    void closing_ends_a_drain_with_what_is_left() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> open = leaseOf(balancer, "b");
        CompletableFuture<Drained> drained = balancer.drain("b", Duration.ofMinutes(1));

        balancer.close();
        world.runCallbacks();

        assertThat(drained).isCompletedWithValue(new Drained("b", 1, Duration.ZERO));
        open.close();
    }

    @Test
    void failures_of_calls_that_were_under_way_when_it_was_ejected_do_not_count_when_it_is_back() {
        LoadBalancer<String> balancer = balancer();
        Lease<String> late = leaseOf(balancer, "b");
        Lease<String> later = leaseOf(balancer, "b");
        Lease<String> last = leaseOf(balancer, "b");
        Lease<String> veryLast = leaseOf(balancer, "b");
        eject(balancer, "b");
        late.failed(Origin.EXTERNAL);
        later.failed(Origin.EXTERNAL);
        last.failed(Origin.EXTERNAL);
        veryLast.failed(Origin.EXTERNAL);

        world.pass(Duration.ofSeconds(20), balancer);
        leaseOf(balancer, "b").failed(Origin.EXTERNAL);

        assertThat(state(balancer, "b")).isEqualTo(EndpointState.UP);
    }

    @Test
    void no_more_than_the_cap_are_ejected_at_once() {
        LoadBalancer<String> balancer = builder().endpoint("c").endpoint("d").unattended(world.environment);

        eject(balancer, "a");
        eject(balancer, "b");
        eject(balancer, "c");

        assertThat(state(balancer, "b")).isEqualTo(EndpointState.EJECTED);
        assertThat(state(balancer, "c")).isEqualTo(EndpointState.UP);
    }

    @Test
    void the_reason_in_the_topology_is_what_the_last_probe_said() {
        LoadBalancer<String> balancer = builder().probe(world.probe()).unattended(world.environment);
        world.breaks("b", "connection refused");
        world.passProbes(2, "b", balancer);

        world.breaks("b", "status 503");
        world.passProbes(1, "b", balancer);

        assertThat(balancer.topology().endpoint("b").reason())
                .isEqualTo("its probe fails: IllegalStateException: status 503");
    }

    @Test
    void every_way_between_states_is_heard() {
        LoadBalancer<String> balancer = builder().probe(world.probe()).unattended(world.environment);
        world.breaks("b", "refused");
        world.passProbes(2, "b", balancer);
        world.heals("b");
        world.passProbes(2, "b", balancer);
        eject(balancer, "b");
        world.breaks("b", "refused");
        world.passProbes(2, "b", balancer);
        world.heals("b");
        world.passProbes(2, "b", balancer);
        world.pass(Duration.ofSeconds(10), balancer);
        drain(balancer);
        balancer.resume("b");
        balancer.remove("b");

        assertThat(world.heard())
                .containsExactly(
                        "a JOINING -> UP",
                        "b JOINING -> DOWN",
                        "b DOWN -> UP",
                        "b UP -> EJECTED",
                        "b EJECTED -> DOWN",
                        "b DOWN -> EJECTED",
                        "b EJECTED -> UP",
                        "b UP -> DRAINING",
                        "b DRAINING -> DRAINED",
                        "b DRAINED -> UP",
                        "removed b");
    }
}
