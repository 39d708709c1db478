package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A balancer and a model of it, to which the same things happen, and which are compared after each. What is done with
 * the balancer can be changed, to plant a bug. Not thread-safe.
 */
class BalancerRig {
    private static final int PICKS = 12;
    private static final int MOST_NAMES = 6;

    final World world = new World();
    private final BalancerModel model = new BalancerModel();
    private final Set<String> ill = new TreeSet<>();
    private final List<Held> held = new ArrayList<>();
    private final LoadBalancer<String> balancer;
    private long version;
    private int turn;
    private long keys;

    private record Held(Lease<String> lease, BalancerModel.One one) {}

    BalancerRig() {
        LoadBalancerBuilder<String> builder = LoadBalancer.<String>builder()
                .zone("near")
                .balancer(this::select)
                .probe((target, timeout) -> probe(target))
                .slowStart(Duration.ofNanos(BalancerModel.SLOW_START))
                .panicThreshold(BalancerModel.PANIC)
                .ejection(this::ejection);
        for (int i = 0; i < 3; i++) {
            String name = name(i);
            builder.endpoint(name, name, options(i, 1 + i));
            model.add(name, 1 + i, false, now());
        }
        balancer = changed(builder).unattended(world.environment);
    }

    private static Consumer<EndpointOptions> options(int at, double weight) {
        return it -> it.weight(weight).zone(at % 2 == 0 ? "near" : "far");
    }

    private static String name(int at) {
        return "node-" + at % MOST_NAMES;
    }

    long now() {
        return world.nanos();
    }

    /** Another key for each pick, instead of chance: a sequence that fails must fail again. */
    private PickOptions key() {
        return PickOptions.key(++keys);
    }

    /** Each kind of balancer in turn: they all must keep to the same rules. */
    private int select(Candidates<? extends String> candidates, long bits) {
        return switch (turn++ % 5) {
            case 0 -> TwoChoices.select(candidates, bits);
            case 1 -> PeakEwma.select(candidates, bits);
            case 2 -> LeastInFlight.select(candidates, bits);
            case 3 -> RoundRobin.at(candidates, turn);
            default -> Balancers.<String>sticky().select(candidates, bits);
        };
    }

    void probe(String target) {
        boolean answered = !ill.contains(target);
        BalancerModel.One one = model.find(target);
        if (one != null) {
            model.probed(one, answered, now());
        }
        if (!answered) {
            throw new IllegalStateException("ill");
        }
    }

    // What a planted bug changes.

    void ejection(EjectionOptions options) {
        options.base(Duration.ofNanos(BalancerModel.BASE))
                .longest(Duration.ofNanos(BalancerModel.LONGEST))
                .cap(BalancerModel.CAP)
                .failureRate(1, 1_000_000);
    }

    LoadBalancerBuilder<String> changed(LoadBalancerBuilder<String> builder) {
        return builder;
    }

    void drain(LoadBalancer<String> balancer, String name) {
        assertThat(balancer.drain(name, Duration.ofSeconds(5))).isNotNull();
    }

    void resume(LoadBalancer<String> balancer, String name) {
        balancer.resume(name);
    }

    void remove(LoadBalancer<String> balancer, String name) {
        assertThat(balancer.remove(name)).isTrue();
    }

    void reweight(LoadBalancer<String> balancer, String name, double weight) {
        balancer.reweight(name, weight);
    }

    void success(Lease<String> lease) {
        lease.success();
    }

    void failed(Lease<String> lease, Origin origin) {
        lease.failed(origin);
    }

    void cancel(Lease<String> lease) {
        lease.close();
    }

    // What happens.

    /** Something that happens. Whatever cannot happen where the rig is does nothing, so that any steps make a sequence. */
    record Step(Kind kind, int at, int number) {}

    enum Kind {
        ADD,
        REMOVE,
        REWEIGHT,
        DRAIN,
        RESUME,
        BREAK,
        HEAL,
        PICK,
        SUCCEED,
        FAIL,
        CANCEL,
        ROW,
        PASS
    }

    void happens(Step step) {
        String name = name(step.at());
        BalancerModel.One one = model.find(name);
        switch (step.kind()) {
            case ADD -> add(name, one, step);
            case BREAK -> ill.add(name);
            case HEAL -> ill.remove(name);
            case PICK -> hold();
            case SUCCEED, FAIL, CANCEL -> end(step);
            case ROW -> row(name, step.number());
            case PASS -> world.pass(Duration.ofMillis(step.number() * 37L), balancer);
            default -> {
                if (one == null) {
                    assertThat(balancer.remove(name)).isFalse();
                } else {
                    change(step, name, one);
                }
            }
        }
        check();
    }

    private void add(String name, BalancerModel.@Nullable One one, Step step) {
        double weight = step.number() % 4;
        if (one != null) {
            assertThatIllegalArgumentException().isThrownBy(() -> balancer.add(name, name));
        } else {
            model.add(name, weight, true, now());
            balancer.add(name, name, options(step.at(), weight));
        }
    }

    private void change(Step step, String name, BalancerModel.One one) {
        switch (step.kind()) {
            case REMOVE -> {
                model.remove(name);
                remove(balancer, name);
            }
            case REWEIGHT -> reweight(name, one, step.number() % 4);
            case DRAIN -> {
                model.drain(one);
                drain(balancer, name);
            }
            case RESUME -> {
                if (model.isDraining(one)) {
                    model.resume(one, now());
                    resume(balancer, name);
                } else {
                    assertThatIllegalArgumentException().isThrownBy(() -> balancer.resume(name));
                }
            }
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private void reweight(String name, BalancerModel.One one, double weight) {
        if (model.mayReweight(name, weight)) {
            model.reweight(one, weight);
            reweight(balancer, name, weight);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> balancer.reweight(name, weight));
        }
    }

    private void hold() {
        if (!model.taken(now()).isEmpty()) {
            Lease<String> lease = balancer.pick(key());
            BalancerModel.One one = requireNonNull(model.find(lease.name()));
            model.begin(one);
            held.add(new Held(lease, one));
        }
    }

    /** Calls fail in a row wherever they get to it. */
    private void row(String name, int number) {
        Origin origin = number % 2 == 0 ? Origin.LOCAL : Origin.EXTERNAL;
        for (int i = 0; i < 3 * PICKS && !model.taken(now()).isEmpty(); i++) {
            Lease<String> lease = balancer.pick(key());
            BalancerModel.One one = requireNonNull(model.find(lease.name()));
            model.begin(one);
            if (lease.name().equals(name)) {
                model.failed(one, origin, now());
                failed(lease, origin);
            } else {
                model.cancelled(one);
                cancel(lease);
            }
        }
    }

    private void end(Step step) {
        List<Held> of = held.stream()
                .filter(one -> one.lease.name().equals(name(step.at())))
                .toList();
        if (of.isEmpty()) {
            return;
        }
        Held one = of.get(step.number() % of.size());
        held.remove(one);
        switch (step.kind()) {
            case SUCCEED -> {
                model.succeeded(one.one, now());
                success(one.lease);
            }
            case FAIL -> {
                Origin origin = step.number() % 2 == 0 ? Origin.LOCAL : Origin.EXTERNAL;
                model.failed(one.one, origin, now());
                failed(one.lease, origin);
            }
            default -> {
                model.cancelled(one.one);
                cancel(one.lease);
            }
        }
    }

    // What must be so.

    private void check() {
        long now = now();
        Topology<String> topology = balancer.topology();
        assertThat(topology.endpoints().stream().map(EndpointStatus::name)).containsExactlyElementsOf(model.names());
        for (EndpointStatus<String> status : topology.endpoints()) {
            assertThat(status.state()).as(status.name()).isEqualTo(model.state(status.name(), now));
            assertThat(status.inFlight())
                    .as("in flight at %s", status.name())
                    .isEqualTo(requireNonNull(model.find(status.name())).inFlight());
        }
        assertThat(topology.panic()).as("panic").isEqualTo(model.isPanic(now));
        for (EndpointStatus<String> status : topology.endpoints()) {
            String name = status.name();
            double weight = model.setWeight(name);
            double most = model.weight(name, now);
            assertThat(status.weight()).as("weight of %s", name).isEqualTo(weight);
            assertThat(status.effectiveWeight())
                    .as("effective weight of %s", name)
                    .isBetween(Math.max(0, most - weight * 0.0501), most + 1e-9);
            assertThat(status.effectiveWeight() > 0).isEqualTo(most > 0);
        }
        assertThat(topology.usable()).as("usable").isCloseTo(model.usable(now), within(1e-9));
        assertThat(topology.version()).as("version").isGreaterThanOrEqualTo(version);
        version = topology.version();
        checkPicks(model.taken(now));
    }

    private void checkPicks(Set<String> taken) {
        if (taken.isEmpty()) {
            assertThatExceptionOfType(NoEndpointException.class).isThrownBy(balancer::pick);
            return;
        }
        for (int i = 0; i < PICKS; i++) {
            try (Lease<String> lease = balancer.pick(key())) {
                assertThat(taken).as("may be picked").contains(lease.name());
            }
        }
    }
}
