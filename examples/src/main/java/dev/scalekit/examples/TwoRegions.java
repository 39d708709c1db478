package dev.scalekit.examples;

import dev.scalekit.routing.balance.NoRegionException;
import dev.scalekit.routing.balance.RegionBalancer;
import dev.scalekit.routing.balance.RegionListener;
import dev.scalekit.routing.balance.RegionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sends 70 % of the users to one data centre and 30 % to another, and all of them to one when the other is down. */
public final class TwoRegions {
    private TwoRegions() {}

    /** What a region is, is up to you: a load balancer over its servers, a data source, a base address. */
    record DataCentre(String host) {}

    public static void main(String[] arguments) throws InterruptedException {
        DataCentre east = new DataCentre("east.example.org");
        DataCentre west = new DataCentre("west.example.org");
        AtomicInteger serversInTheEast = new AtomicInteger(4);
        Semaphore changes = new Semaphore(0);

        try (RegionBalancer<DataCentre> regions = RegionBalancer.<DataCentre>builder()
                // With LoadBalancers as regions: it -> it.follows(eastServers).
                .region("us-east", east, 70, it -> it.tag("us").health(() -> serversInTheEast.get() / 4.0))
                .region("eu-west", west, 30, it -> it.tag("eu"))
                // Short, so that you see it: by default it looks every second, and users return after a minute.
                .looking(it -> it.every(Duration.ofMillis(100))
                        .timeout(Duration.ofMillis(90))
                        .fall(10))
                .failBackAfter(Duration.ofMillis(200))
                .failBackOver(Duration.ZERO)
                .listener(new RegionListener() {
                    @Override
                    public void changed(RegionStatus status, double before) {
                        changes.release();
                    }
                })
                .build()) {

            List<DataCentre> before = homes(regions);
            System.out.println("at home: " + count(before));
            System.out.println("near eu: " + regions.pickNear("eu", "user-1").host());

            // Half of the servers die: the region keeps as many users as it can bear, the others move.
            serversInTheEast.set(2);
            changes.acquire();
            System.out.println("half of us-east: " + count(homes(regions)));

            serversInTheEast.set(0);
            changes.acquire();
            List<DataCentre> without = homes(regions);
            System.out.println("without us-east: " + count(without));
            System.out.println("users of eu-west who moved: "
                    + IntStream.range(0, before.size())
                            .filter(user -> before.get(user).equals(west))
                            .filter(user -> !without.get(user).equals(west))
                            .count());

            serversInTheEast.set(4);
            changes.acquire();
            System.out.println("all as before: " + homes(regions).equals(before));
        } catch (NoRegionException e) {
            System.out.println(e.getMessage());
        }
    }

    private static List<DataCentre> homes(RegionBalancer<DataCentre> regions) {
        return IntStream.range(0, 10_000)
                .mapToObj(user -> regions.pick("user-" + user))
                .toList();
    }

    private static Map<String, Long> count(List<DataCentre> homes) {
        return homes.stream().collect(Collectors.groupingBy(DataCentre::host, TreeMap::new, Collectors.counting()));
    }
}
