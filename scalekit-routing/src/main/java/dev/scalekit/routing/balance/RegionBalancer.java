package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends each user to a region, always to the same one as long as that is well.
 *
 * <pre>{@code
 * RegionBalancer<LoadBalancer<URI>> regions = RegionBalancer.<LoadBalancer<URI>>builder()
 *         .region("us-east", east, 70, it -> it.follows(east))
 *         .region("us-west", west, 30, it -> it.follows(west))
 *         .failBackAfter(Duration.ofSeconds(60)).build();
 * LoadBalancer<URI> region = regions.pick(userId);
 * }</pre>
 *
 * <p>Where a user is at home follows from the user's id and the shares alone, so every machine with the same regions says
 * the same, and it does not change while the region is well. A region keeps all of its users until less than five of
 * seven of it are well (it bears 1.4 times its health, as Envoy's priority levels), then fewer and fewer; who goes is
 * spread over the other regions by their shares. Users of a region that is well never move because of it. When the region is well
 * again, nothing happens for {@link RegionBalancerBuilder#failBackAfter}, and then its users come back little by little.
 *
 * <p>Not done here: no data is moved. What a user wrote in one region may not be in the other yet.
 *
 * <p>Thread-safe. The balancer has a thread that does what is due, others that probe, and one for the listener; {@link
 * #close} ends them. What regions are is the caller's, and is not closed.
 */
public final class RegionBalancer<T> implements AutoCloseable {
    private final String name;
    private final Regions<T> regions;
    private final @Nullable Threads threads;
    private final @Nullable Watch watch;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, LongAdder> picks;
    private final LongAdder unserved = new LongAdder();

    private RegionBalancer(String name, Regions<T> regions, @Nullable Threads threads) {
        this.name = name;
        this.regions = regions;
        this.picks = regions.map().entries().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> entry.region().name(), entry -> new LongAdder()));
        this.threads = threads;
        this.watch = threads == null ? null : new Watch(threads.name(), regions::tick);
    }

    /** Begins a new one. */
    public static <T> RegionBalancerBuilder<T> builder() {
        return new RegionBalancerBuilder<>();
    }

    static <T> RegionBalancer<T> started(
            RegionSettings settings, List<RegionDeclaration<T>> declarations, @Nullable HealthProbe<? super T> probe) {
        Threads threads = new Threads("scalekit-routing-" + settings.name());
        Environment environment =
                new Environment(Ticker.system(), InstantSource.system(), threads.probes(), threads.callbacks());
        RegionBalancer<T> balancer = new RegionBalancer<>(
                settings.name(), new Regions<>(settings, declarations, probe, environment), threads);
        requireNonNull(balancer.watch).start();
        return balancer;
    }

    /** Returns a balancer without a thread, for whoever {@linkplain #tick ticks} it. */
    static <T> RegionBalancer<T> unattended(String name, Regions<T> regions) {
        return new RegionBalancer<>(name, regions, null);
    }

    /** Does what is due; returns in how many nanoseconds something is. */
    long tick() {
        return regions.tick();
    }

    /**
     * Returns where a user is sent to.
     *
     * @param userId any text that stays the same for the user
     * @throws NoRegionException if every region is down; the message has each with the reason
     * @throws BalancerClosedException after {@link #close}
     */
    public T pick(String userId) {
        return choose(userId).target();
    }

    /** As {@link #pick(String)}; the number 7 and the text "7" are two users. */
    public T pick(long userId) {
        return choose(userId).target();
    }

    /**
     * Returns where a user is sent to who is near regions with a tag: to one of them, by their shares, as long as it keeps
     * the user; else to another region. Without a region of that tag it is {@link #pick(String)}.
     *
     * @param tag for example what a content delivery network says of where a request comes from
     * @throws NoRegionException as {@link #pick(String)}
     * @throws BalancerClosedException after {@link #close}
     */
    public T pickNear(String tag, String userId) {
        return chooseNear(tag, userId).target();
    }

    /** As {@link #pickNear(String, String)}; the number 7 and the text "7" are two users. */
    public T pickNear(String tag, long userId) {
        return chooseNear(tag, userId).target();
    }

    /** As {@link #pick(String)}, with the region's name and tag. */
    public Region<T> choose(String userId) {
        return require(map().of(Mix.hash(requireNonNull(userId, "userId"))));
    }

    /** As {@link #pick(long)}, with the region's name and tag. */
    public Region<T> choose(long userId) {
        return require(map().of(Mix.next(userId)));
    }

    /** As {@link #pickNear(String, String)}, with the region's name and tag. */
    public Region<T> chooseNear(String tag, String userId) {
        return near(tag, Mix.hash(requireNonNull(userId, "userId")));
    }

    /** As {@link #pickNear(String, long)}, with the region's name and tag. */
    public Region<T> chooseNear(String tag, long userId) {
        return near(tag, Mix.next(userId));
    }

    private Region<T> near(String tag, long user) {
        return require(map().near(requireNonNull(tag, "tag"), user));
    }

    private RegionMap<T> map() {
        if (closed.get()) {
            throw new BalancerClosedException(name);
        }
        return regions.map();
    }

    private Region<T> require(@Nullable Region<T> region) {
        if (region == null) {
            unserved.increment();
            throw new NoRegionException(regions.map().reasons(name));
        }
        requireNonNull(picks.get(region.name())).increment();
        return region;
    }

    /** Returns how each region is, in the order in which they were declared. */
    public List<RegionStatus> topology() {
        return regions.map().statuses();
    }

    /** Returns what was done. */
    public RegionStats stats() {
        return new RegionStats(
                picks.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> entry.getValue().sum())),
                unserved.sum());
    }

    /**
     * Ends the balancer: picks are refused from now on. Interrupts probes that run. Waits up to ten seconds for the threads
     * to end, unless one of them calls. A second call does nothing.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            regions.close();
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
        return "RegionBalancer[" + name + ", " + regions.map() + "]";
    }
}
