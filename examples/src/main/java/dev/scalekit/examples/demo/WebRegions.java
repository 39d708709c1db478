package dev.scalekit.examples.demo;

import com.sun.net.httpserver.Headers;
import dev.scalekit.examples.proxy.Upstreams;
import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.routing.balance.RegionBalancer;
import dev.scalekit.routing.balance.RegionListener;
import dev.scalekit.routing.balance.RegionStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Two regions with web servers, and who is sent to which. Thread-safe. */
final class WebRegions implements Upstreams, AutoCloseable {
    static final String EAST = "east";
    static final String WEST = "west";
    static final int EAST_SHARE = 70;

    private final WebFarm east;
    private final WebFarm west;
    private final RegionBalancer<WebFarm> regions;
    private final LongAdder eastRequests = new LongAdder();
    private final LongAdder westRequests = new LongAdder();
    private final LongAdder elsewhere = new LongAdder();

    WebRegions(WebFarm east, WebFarm west, Timeline timeline) {
        this.east = east;
        this.west = west;
        // All times are shorter than they would be in production, for somebody who watches.
        this.regions = RegionBalancer.<WebFarm>builder()
                .region(EAST, east, EAST_SHARE, region -> region.follows(east.balancer()))
                .region(WEST, west, 100 - EAST_SHARE, region -> region.follows(west.balancer()))
                .looking(look -> look.every(Duration.ofMillis(250)).timeout(Duration.ofMillis(200)))
                .failBackAfter(Duration.ofSeconds(2))
                .failBackOver(Duration.ofSeconds(2))
                .listener(log(timeline))
                .build();
    }

    private static RegionListener log(Timeline timeline) {
        return new RegionListener() {
            @Override
            public void changed(RegionStatus status, double before) {
                // Not each step of the way back, but where it begins and ends.
                if (status.kept() < before || before == 0 || status.kept() == 1) {
                    timeline.add(
                            status.kept() < before ? Timeline.Level.WARN : Timeline.Level.INFO,
                            "The " + status.name() + " keeps " + Figures.number(100 * status.kept())
                                    + " % of its users: " + status.reason());
                }
            }
        };
    }

    /** Returns the region that a customer is sent to now. */
    String regionOf(int customer) {
        return regions.choose(customer).name();
    }

    @Override
    public LoadBalancer<URI> of(Headers request) {
        WebFarm farm = regions.pick(visitor(request));
        count(farm);
        return farm.balancer();
    }

    /** {@inheritDoc} So a request is answered that was on its way when its region was cut off. */
    @Override
    public Optional<LoadBalancer<URI>> elsewhere(Headers request, LoadBalancer<URI> tried) {
        WebFarm other = tried == east.balancer() ? west : east;
        elsewhere.increment();
        count(other);
        return Optional.of(other.balancer());
    }

    private void count(WebFarm farm) {
        (farm == east ? eastRequests : westRequests).increment();
    }

    /** Whoever does not say who it is is nobody, who always goes to the same region. */
    private static long visitor(Headers request) {
        String visitor = request.getFirst(Network.VISITOR);
        return visitor != null && visitor.matches("[0-9]{1,9}") ? Long.parseLong(visitor) : 0;
    }

    boolean isEverybodyAtHome() {
        return regions.topology().stream().allMatch(region -> region.kept() == 1);
    }

    RegionStatus status(String name) {
        return regions.topology().stream()
                .filter(region -> region.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns how many requests were sent to the east. */
    long eastRequests() {
        return eastRequests.sum();
    }

    /** Returns how many requests were sent to the west. */
    long westRequests() {
        return westRequests.sum();
    }

    /** Returns how many of them had been sent to the other one in vain. */
    long sentElsewhere() {
        return elsewhere.sum();
    }

    @Override
    public void close() {
        regions.close();
    }
}
