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
 * Builds a {@link RegionBalancer}. Each option but the regions has a default; {@link #build} checks all of them, with each
 * other, before it starts anything. A call for an option that was set before replaces it, but for regions. Not
 * thread-safe.
 */
public final class RegionBalancerBuilder<T> {
    private static final Duration LONGEST_WAY_BACK = Duration.ofDays(7);

    private String name = "regions";
    private final List<RegionDeclaration<T>> regions = new ArrayList<>();
    private @Nullable HealthProbe<? super T> probe;
    private ProbeOptions probing = new ProbeOptions();
    private Duration failBackAfter = Duration.ofMinutes(1);
    private Duration failBackOver = Duration.ofMinutes(1);
    private RegionListener listener = new RegionListener() {};

    RegionBalancerBuilder() {}

    /** Sets what it is called in the log, in messages and in the names of its threads. Default: {@code regions}. */
    public RegionBalancerBuilder<T> name(String name) {
        this.name = requireNonNull(name, "name");
        return this;
    }

    /** As {@link #region(String, Object, double, Consumer)}, with the name as its tag, and well unless a probe fails. */
    public RegionBalancerBuilder<T> region(String name, T target, double share) {
        return region(name, target, share, options -> {});
    }

    /**
     * Adds a region. At least one is needed, with the same names and shares on all machines.
     *
     * @param name 1 to 200 characters, unique
     * @param share how many of the users are at home there, in proportion to the other shares: percents do, if they add up
     *     to 100. From 0, for a region that only stands in for others, to 1,000,000; not all may be 0
     */
    public RegionBalancerBuilder<T> region(String name, T target, double share, Consumer<RegionOptions> options) {
        RegionOptions given = new RegionOptions();
        requireNonNull(options, "options").accept(given);
        regions.add(given.checked(name, target, share));
        return this;
    }

    /**
     * Sets how to find out whether a region can be reached, besides what it {@linkplain RegionOptions#health says of
     * itself}. Default: not at all.
     */
    public RegionBalancerBuilder<T> probe(HealthProbe<? super T> probe) {
        this.probe = requireNonNull(probe, "probe");
        return this;
    }

    /**
     * Sets how often regions are looked at, and when that counts as failed. Default: as {@link ProbeOptions} says; {@code
     * rise} means nothing here, as {@link #failBackAfter} does more.
     */
    public RegionBalancerBuilder<T> looking(Consumer<ProbeOptions> options) {
        probing = new ProbeOptions();
        requireNonNull(options, "options").accept(probing);
        return this;
    }

    /**
     * Sets for how long a region must be better without a break before more of its users are sent there again. From zero to
     * 7 days. Default: 1 minute: who moves too soon may have to move again.
     */
    public RegionBalancerBuilder<T> failBackAfter(Duration delay) {
        failBackAfter = requireNonNull(delay, "failBackAfter");
        return this;
    }

    /**
     * Sets how long it then takes until all of them are back. From zero, for at once, to 7 days. Default: 1 minute, in which
     * caches are filled.
     */
    public RegionBalancerBuilder<T> failBackOver(Duration ramp) {
        failBackOver = requireNonNull(ramp, "failBackOver");
        return this;
    }

    /** Sets who hears what happens to regions. Default: nobody. */
    public RegionBalancerBuilder<T> listener(RegionListener listener) {
        this.listener = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Starts the balancer, which looks at each region at once; does not wait for that. Whoever calls closes it.
     *
     * @throws IllegalArgumentException if there is no region, two have the same name, all shares are 0, a probe may take
     *     longer than its interval, or another option is out of its bounds
     */
    public RegionBalancer<T> build() {
        return RegionBalancer.started(settings(), checkedRegions(), probe);
    }

    /** As {@link #build}, without a thread. */
    RegionBalancer<T> unattended(Environment environment) {
        return RegionBalancer.unattended(name, new Regions<>(settings(), checkedRegions(), probe, environment));
    }

    private RegionSettings settings() {
        return new RegionSettings(
                Bounds.requireName(name, "name"),
                probing.checked(),
                Bounds.requireBetween(failBackAfter, "failBackAfter", Duration.ZERO, LONGEST_WAY_BACK),
                Bounds.requireBetween(failBackOver, "failBackOver", Duration.ZERO, LONGEST_WAY_BACK),
                listener);
    }

    private List<RegionDeclaration<T>> checkedRegions() {
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("regions must be at least 1: 0");
        }
        Set<String> names = new HashSet<>();
        for (RegionDeclaration<T> region : regions) {
            if (!names.add(region.region().name())) {
                throw new IllegalArgumentException(
                        "region names must differ: " + region.region().name());
            }
        }
        if (regions.stream().allMatch(region -> region.share() == 0)) {
            throw new IllegalArgumentException("shares must not all be 0: that of " + names);
        }
        return List.copyOf(regions);
    }

    @Override
    public String toString() {
        return "RegionBalancerBuilder[" + name + ", " + regions.size() + " regions]";
    }
}
