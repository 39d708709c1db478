package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Spreads calls over endpoints of any kind, and leaves out those that are not well.
 *
 * <pre>{@code
 * try (LoadBalancer<URI> web = LoadBalancer.<URI>builder()
 *         .endpoint(URI.create("http://10.0.0.1:8080")).endpoint(URI.create("http://10.0.0.2:8080"))
 *         .probe(HttpProbe.get("/health")).build()) {
 *     HttpResponse<String> page = web.call(uri -> client.send(HttpRequest.newBuilder(uri.resolve("/")).build(), ofString()));
 * }
 * }</pre>
 *
 * <p>{@link #call} does all of it: picks an endpoint, notes what came of it, and tries another one where nothing was
 * sent, or where the call is {@linkplain PickOptions#withIdempotent idempotent}, within a budget. {@link #pick} gives out
 * a {@link Lease} to whoever wants to do that himself.
 *
 * <p>Picks look at an immutable snapshot and wait for nobody. Endpoints are left out by probes ({@link
 * EndpointState#DOWN}) and by calls that fail ({@link EndpointState#EJECTED}), and come back slowly. {@link #topology}
 * says where each one is and why.
 *
 * <p>Not done here: no connection is opened, pooled or limited, nothing is resolved or discovered, and nobody is asked
 * to wait. Health is this process's own view.
 *
 * <p>Thread-safe. The balancer has a thread that does what is due, others that probe, and one for the listener; {@link
 * #close} ends them. Endpoints are the caller's, and are not closed.
 */
public final class LoadBalancer<T> implements AutoCloseable {
    private final String name;
    private final Roster<T> roster;
    private final Picker<T> picker;
    private final Caller<T> caller;
    private final @Nullable HealthProbe<? super T> probe;
    private final Duration probeTimeout;
    private final Prober prober;
    private final Environment environment;
    private final @Nullable Threads threads;
    private final @Nullable Watch watch;

    private LoadBalancer(Settings<T> settings, Environment environment, @Nullable Threads threads) {
        this.name = settings.name();
        this.environment = environment;
        this.threads = threads;
        this.watch = threads == null ? null : new Watch(threads.name(), this::tick);
        Events events = new Events(name, settings.listener(), new Callbacks(name, environment.callbacks()));
        this.roster = new Roster<>(settings.roster(), environment, events, watch == null ? () -> {} : watch::wake);
        this.picker = new Picker<>(name, settings.balancer(), roster, environment.ticker(), settings.retries());
        this.caller = new Caller<>(picker, settings.outcomes());
        this.probe = settings.probe();
        this.probeTimeout = settings.roster().timeout();
        this.prober = new Prober(environment.probes());
    }

    /** Begins a new one. */
    public static <T> LoadBalancerBuilder<T> builder() {
        return new LoadBalancerBuilder<>();
    }

    /** Returns a balancer with threads of its own. */
    static <T> LoadBalancer<T> started(Settings<T> settings, List<Endpoint<T>> endpoints) {
        Threads threads = new Threads("scalekit-routing-" + settings.name());
        LoadBalancer<T> balancer = new LoadBalancer<>(
                settings,
                new Environment(Ticker.system(), InstantSource.system(), threads.probes(), threads.callbacks()),
                threads);
        balancer.roster.begin(endpoints);
        requireNonNull(balancer.watch).start();
        return balancer;
    }

    /** Returns a balancer without a thread, for whoever {@linkplain #tick ticks} it. */
    static <T> LoadBalancer<T> unattended(Settings<T> settings, List<Endpoint<T>> endpoints, Environment environment) {
        LoadBalancer<T> balancer = new LoadBalancer<>(settings, environment, null);
        balancer.roster.begin(endpoints);
        return balancer;
    }

    /** Does what is due; returns in how many nanoseconds something is, if nothing happens before. */
    long tick() {
        Roster.Tick<T> tick = roster.tick();
        tick.probes().forEach(this::probe);
        return tick.nextIn();
    }

    private void probe(Node<T> node) {
        HealthProbe<? super T> given = requireNonNull(probe);
        prober.start(
                () -> {
                    given.check(node.target(), probeTimeout);
                    return node;
                },
                roster::probeAnswered,
                why -> roster.probeFailed(node, why),
                () -> roster.probeMissed(node));
    }

    /**
     * Picks an endpoint. Whoever calls ends the lease.
     *
     * @throws NoEndpointException if there is none to take; the message has each endpoint with the reason
     * @throws BalancerClosedException after {@link #close}
     */
    public Lease<T> pick() {
        return picker.pick(PickOptions.NONE);
    }

    /** As {@link #pick()}, with a key. */
    public Lease<T> pick(PickOptions options) {
        return picker.pick(requireNonNull(options, "options"));
    }

    /** As {@link #call(PickOptions, Call)}, without a key, for a call that must not be made twice. */
    public <R extends @Nullable Object, X extends Exception> R call(Call<? super T, ? extends R, X> call) throws X {
        return call(PickOptions.NONE, call);
    }

    /**
     * Calls an endpoint, on this thread, and notes what came of it, as the {@linkplain LoadBalancerBuilder#outcomes
     * classifier} says. Calls another endpoint if nothing was sent to the first ({@link Outcome#UNREACHED}), or after any
     * failure if the options say that the call is idempotent; as often as {@linkplain LoadBalancerBuilder#retries
     * retries} allow. An answer that says that it failed is closed before, if it or its body can be closed. Let a call send
     * one request: what it throws is taken for what came of that.
     *
     * <p>The lease ends when the call returns, also if the body of its answer is read later; a drain does not wait for that.
     * Whoever streams picks a lease.
     *
     * @return what the last call returned, also if that says that it failed
     * @throws X what the last call threw, with what an earlier one threw as suppressed
     * @throws NoEndpointException if there is no endpoint for the first call
     * @throws BalancerClosedException after {@link #close}
     */
    public <R extends @Nullable Object, X extends Exception> R call(
            PickOptions options, Call<? super T, ? extends R, X> call) throws X {
        return caller.<R, X>call(requireNonNull(options, "options"), requireNonNull(call, "call"));
    }

    /** As {@link #callAsync(PickOptions, Function)}, without a key, for a call that must not be made twice. */
    public <R extends @Nullable Object> CompletableFuture<R> callAsync(
            Function<? super T, ? extends CompletionStage<? extends R>> call) {
        return callAsync(PickOptions.NONE, call);
    }

    /**
     * Does what {@link #call(PickOptions, Call)} does with calls that answer later. {@code call} runs on this thread, and
     * again on the thread that completed the stage before. Cancelling the future ends the lease, and cancels the stage; so
     * does {@code orTimeout} on it, which is a local failure.
     *
     * @return ends as the stage of the last call does, or exceptionally with what {@code call} has thrown or with a
     *     {@link BalancerException}; completed by the thread that completed the stage
     */
    public <R extends @Nullable Object> CompletableFuture<R> callAsync(
            PickOptions options, Function<? super T, ? extends CompletionStage<? extends R>> call) {
        return caller.callAsync(requireNonNull(options, "options"), requireNonNull(call, "call"));
    }

    /** Adds an endpoint that is named by what its {@code toString} says. */
    public void add(T target) {
        add(String.valueOf(requireNonNull(target, "target")), target, options -> {});
    }

    /** As {@link #add(String, Object, Consumer)}, with weight 1 and no zone. */
    public void add(String name, T target) {
        add(name, target, options -> {});
    }

    /**
     * Adds an endpoint. It gets its first pick when its first probe has been answered, or at once without a probe, and
     * starts slowly.
     *
     * @throws IllegalArgumentException if there is one of that name, or an option is out of its bounds
     * @throws BalancerClosedException after {@link #close}
     */
    public void add(String name, T target, Consumer<EndpointOptions> options) {
        EndpointOptions given = new EndpointOptions();
        requireNonNull(options, "options").accept(given);
        Endpoint<T> endpoint = given.checked(name, target);
        picker.requireOpen();
        roster.add(endpoint);
    }

    /**
     * Removes an endpoint: no lease of it begins after this returns, and those that are open go on. See {@link #drain} for
     * an end without a lease. The last endpoint may be removed.
     *
     * @return whether there was one of that name
     * @throws BalancerClosedException after {@link #close}
     */
    public boolean remove(String name) {
        requireNonNull(name, "name");
        picker.requireOpen();
        return roster.remove(name);
    }

    /**
     * Gives an endpoint another weight.
     *
     * @param weight from 0, which gets nothing, to 1,000,000
     * @throws IllegalArgumentException if there is none of that name, the weight is out of its bounds, or all weights
     *     would be 0
     * @throws BalancerClosedException after {@link #close}
     */
    public void reweight(String name, double weight) {
        requireNonNull(name, "name");
        EndpointOptions.requireWeight(name, weight);
        picker.requireOpen();
        roster.reweight(name, weight);
    }

    /**
     * Empties an endpoint, for example before it is restarted: no lease of it begins after this returns. It stays there,
     * and is probed, until it is {@linkplain #resume resumed} or {@linkplain #remove removed}. If it is draining already,
     * the future of before is returned.
     *
     * @param bound how long to wait for open leases, from zero to 365 days; when it is over nothing happens to them, and
     *     the endpoint is still not picked
     * @return completes when no lease is open, or the time is over, the endpoint is resumed or removed, or the balancer
     *     is closed, and says how many leases are left; never exceptionally. Completed by the listener's thread
     * @throws IllegalArgumentException if there is none of that name, or the bound is out of its bounds
     * @throws BalancerClosedException after {@link #close}
     */
    public CompletableFuture<Drained> drain(String name, Duration bound) {
        requireNonNull(name, "name");
        Bounds.requireBetween(bound, "bound", Duration.ZERO, Bounds.LONGEST_WAIT);
        picker.requireOpen();
        return roster.drain(name, bound);
    }

    /**
     * Takes an endpoint back that was drained or is draining; it starts slowly.
     *
     * @throws IllegalArgumentException if there is none of that name, or it is neither
     * @throws BalancerClosedException after {@link #close}
     */
    public void resume(String name) {
        requireNonNull(name, "name");
        picker.requireOpen();
        roster.resume(name);
    }

    /**
     * Says that an endpoint is down, for whoever knows it without a probe: from what watches over a cluster, for example. No lease of
     * it begins after a moment, those that are open go on, and its zone has to do without it: it is {@link EndpointState#DOWN} until
     * {@link #up}, whatever a probe says. If it is said again, the reason is the new one.
     *
     * @param reason for people, in {@link #topology} and in messages
     * @throws IllegalArgumentException if there is none of that name
     * @throws BalancerClosedException after {@link #close}
     */
    public void down(String name, String reason) {
        requireNonNull(name, "name");
        String why = Bounds.printable(requireNonNull(reason, "reason"));
        picker.requireOpen();
        roster.down(name, why);
    }

    /**
     * Takes back that an endpoint is {@linkplain #down down}, if that was said: it starts slowly, with nothing held against it. A probe
     * may know better.
     *
     * @throws IllegalArgumentException if there is none of that name
     * @throws BalancerClosedException after {@link #close}
     */
    public void up(String name) {
        requireNonNull(name, "name");
        picker.requireOpen();
        roster.up(name);
    }

    /** Returns where each endpoint is, and why. */
    public Topology<T> topology() {
        return roster.snapshot().topology(environment.wall().instant());
    }

    /** Returns which part of the weight of its endpoints is up; as {@link Topology#usable}, but for next to nothing. */
    public double usable() {
        return roster.snapshot().usable();
    }

    /**
     * Returns how well a region is whose endpoints these are. What has not been probed yet counts as well, as a region does
     * that has not been looked at: it would lose its users at each start otherwise.
     */
    double hopeful() {
        return roster.snapshot().hopeful();
    }

    /** Returns what was done. */
    public BalancerStats stats() {
        return picker.stats(roster.stats());
    }

    /**
     * Ends the balancer: picks are refused from now on, leases that are open can still be ended, drains end with what is
     * left. Interrupts probes that run. Waits up to ten seconds for the threads to end, unless one of them calls. A second
     * call does nothing.
     */
    @Override
    public void close() {
        if (picker.close()) {
            roster.close();
            if (watch != null) {
                watch.close();
            }
            if (threads != null) {
                threads.close();
            }
        }
    }

    @Override
    public String toString() {
        return "LoadBalancer[" + name + ", " + roster.snapshot() + "]";
    }
}
