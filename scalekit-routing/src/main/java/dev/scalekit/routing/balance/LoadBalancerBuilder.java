package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link LoadBalancer}. Each option but the endpoints has a default; {@link #build} checks all of them, with each
 * other, before it starts anything. A call for an option that was set before replaces it, but for endpoints. Not
 * thread-safe.
 */
public final class LoadBalancerBuilder<T> {
    private static final Duration LONGEST_SLOW_START = Duration.ofDays(1);

    private String name = "balancer";
    private final List<Endpoint<T>> endpoints = new ArrayList<>();
    private boolean beginsEmpty;
    private Balancer<? super T> balancer = Balancers.twoChoices();
    private @Nullable HealthProbe<? super T> probe;
    private ProbeOptions probing = new ProbeOptions();
    private EjectionOptions ejection = new EjectionOptions();
    private double panicThreshold = 0.5;
    private Duration slowStart = Duration.ofSeconds(10);
    private @Nullable String zone;
    private RetryOptions retries = new RetryOptions();
    private OutcomeClassifier outcomes = OutcomeClassifier.standard();
    private BalancerListener listener = new BalancerListener() {};

    LoadBalancerBuilder() {}

    /** Sets what it is called in the log, in messages and in the names of its threads. Default: {@code balancer}. */
    public LoadBalancerBuilder<T> name(String name) {
        this.name = requireNonNull(name, "name");
        return this;
    }

    /** Adds an endpoint that is named by what its {@code toString} says: give it a name if that has a password. */
    public LoadBalancerBuilder<T> endpoint(T target) {
        return endpoint(String.valueOf(requireNonNull(target, "target")), target);
    }

    /** Adds an endpoint with weight 1 and no zone. */
    public LoadBalancerBuilder<T> endpoint(String name, T target) {
        return endpoint(name, target, options -> {});
    }

    /**
     * Adds an endpoint. At least one is needed, unless it is said that they come {@linkplain #withoutEndpoints() later}.
     *
     * @param name for the log, meters and {@link Balancers#sticky}: the same one on all machines, 1 to 200 characters,
     *     unique
     */
    public LoadBalancerBuilder<T> endpoint(String name, T target, Consumer<EndpointOptions> options) {
        EndpointOptions given = new EndpointOptions();
        requireNonNull(options, "options").accept(given);
        endpoints.add(given.checked(name, target));
        return this;
    }

    /**
     * Says that there is no endpoint yet: they are {@linkplain LoadBalancer#add added} later, and picks are refused until
     * then. For whoever has to find out first which there are; that no endpoint was declared is a mistake otherwise.
     */
    public LoadBalancerBuilder<T> withoutEndpoints() {
        beginsEmpty = true;
        return this;
    }

    /** Sets how an endpoint is chosen. Default: {@link Balancers#twoChoices}. */
    public LoadBalancerBuilder<T> balancer(Balancer<? super T> balancer) {
        this.balancer = requireNonNull(balancer, "balancer");
        return this;
    }

    /** As {@link #probe(HealthProbe, Consumer)}, with the default options. */
    public LoadBalancerBuilder<T> probe(HealthProbe<? super T> probe) {
        return probe(probe, options -> {});
    }

    /** Sets how to find out whether endpoints are well. Default: not at all; only calls that fail tell. */
    public LoadBalancerBuilder<T> probe(HealthProbe<? super T> probe, Consumer<ProbeOptions> options) {
        this.probe = requireNonNull(probe, "probe");
        probing = new ProbeOptions();
        requireNonNull(options, "options").accept(probing);
        return this;
    }

    /** Sets when calls that fail take an endpoint out of rotation. Default: as {@link EjectionOptions} says. */
    public LoadBalancerBuilder<T> ejection(Consumer<EjectionOptions> options) {
        ejection = new EjectionOptions();
        requireNonNull(options, "options").accept(ejection);
        return this;
    }

    /**
     * Sets which part of the weight must be up for ejections to count: with less, ejected endpoints are taken as well,
     * since the few that are left would break too. What a probe says is down is never taken. From 0, for never, to 1.
     * Default: half, as in Envoy.
     */
    public LoadBalancerBuilder<T> panicThreshold(double part) {
        panicThreshold = part;
        return this;
    }

    /**
     * Sets how long an endpoint takes to get all of its weight that came back, was resumed or added, beginning with a
     * tenth. From zero, for none, to one day. Default: 10 seconds, in which pools fill and code is compiled.
     */
    public LoadBalancerBuilder<T> slowStart(Duration window) {
        slowStart = requireNonNull(window, "slowStart");
        return this;
    }

    /**
     * Sets where the balancer is: endpoints of that zone get all of the load that they can bear, with 1.4 times what is
     * well of them, and the others get the rest. Default: nowhere, and zones do not matter.
     */
    public LoadBalancerBuilder<T> zone(String zone) {
        this.zone = requireNonNull(zone, "zone");
        return this;
    }

    /** Sets how much is tried again on another endpoint. Default: as {@link RetryOptions} says. */
    public LoadBalancerBuilder<T> retries(Consumer<RetryOptions> options) {
        retries = new RetryOptions();
        requireNonNull(options, "options").accept(retries);
        return this;
    }

    /** Sets who tells what came of a call. Default: {@link OutcomeClassifier#standard}. */
    public LoadBalancerBuilder<T> outcomes(OutcomeClassifier classifier) {
        outcomes = requireNonNull(classifier, "classifier");
        return this;
    }

    /** Sets who hears what happens to endpoints. Default: nobody. */
    public LoadBalancerBuilder<T> listener(BalancerListener listener) {
        this.listener = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Starts the balancer, and its probes at once; does not wait for them. Whoever calls closes it.
     *
     * @throws IllegalArgumentException if there is no endpoint and that was not said, two have the same name, all
     *     weights are 0, a probe may take longer than its interval, or another option is out of its bounds
     */
    public LoadBalancer<T> build() {
        return LoadBalancer.started(settings(), checkedEndpoints());
    }

    /** As {@link #build}, without a thread. */
    LoadBalancer<T> unattended(Environment environment) {
        return LoadBalancer.unattended(settings(), checkedEndpoints(), environment);
    }

    private Settings<T> settings() {
        Bounds.requireName(name, "name");
        Probing probed = probing.checked();
        HealthRules rules = new HealthRules(
                probe != null,
                probed.rise(),
                probed.fall(),
                ejection.checked(),
                new SlowStart(Bounds.requireBetween(slowStart, "slowStart", Duration.ZERO, LONGEST_SLOW_START)));
        Snapshots snapshots = new Snapshots(
                zone == null ? null : Bounds.requireName(zone, "zone"),
                Bounds.requireBetween(panicThreshold, "panicThreshold", 0, 1));
        return new Settings<>(
                name,
                balancer,
                new RosterOptions(rules, probed.every(), probed.timeout(), snapshots),
                retries.checked(),
                outcomes,
                listener,
                probe);
    }

    private List<Endpoint<T>> checkedEndpoints() {
        if (beginsEmpty && !endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints must be 0 with withoutEndpoints: " + endpoints.size());
        }
        if (beginsEmpty) {
            return List.of();
        }
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints must be at least 1: 0");
        }
        Set<String> names = new HashSet<>();
        for (Endpoint<T> endpoint : endpoints) {
            if (!names.add(endpoint.name())) {
                throw new IllegalArgumentException("endpoint names must differ: " + endpoint.name());
            }
        }
        if (endpoints.stream().allMatch(endpoint -> endpoint.weight() == 0)) {
            throw new IllegalArgumentException("weights must not all be 0: that of " + names);
        }
        return List.copyOf(endpoints);
    }

    @Override
    public String toString() {
        return "LoadBalancerBuilder[" + name + ", " + endpoints.size() + " endpoints]";
    }
}
