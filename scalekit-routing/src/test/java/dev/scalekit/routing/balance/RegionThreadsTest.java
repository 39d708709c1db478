package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Regions with threads of their own, over load balancers with threads of theirs. */
@Timeout(50)
final class RegionThreadsTest {
    private static final int USERS = 500;

    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<RegionStatus> heard = new LinkedBlockingQueue<>();
    private final RegionListener listener = new RegionListener() {
        @Override
        public void changed(RegionStatus status, double before) {
            heard.add(status);
        }
    };

    private LoadBalancer<String> cluster(String name) {
        LoadBalancerBuilder<String> builder = LoadBalancer.<String>builder()
                .name(name)
                .slowStart(Duration.ZERO)
                .probe(
                        (target, timeout) -> {
                            if (broken.contains(target)) {
                                throw new IllegalStateException("planted");
                            }
                        },
                        p -> p.every(Duration.ofMillis(250))
                                .timeout(Duration.ofMillis(225))
                                .rise(1));
        for (int i = 1; i <= 3; i++) {
            builder.endpoint(name + "-" + i);
        }
        return builder.build();
    }

    private RegionStatus await(String region, Predicate<RegionStatus> condition) throws InterruptedException {
        RegionStatus status;
        do {
            status = heard.poll(40, TimeUnit.SECONDS);
            assertThat(status).as("waited for a change of " + region).isNotNull();
        } while (!status.name().equals(region) || !condition.test(status));
        return status;
    }

    /** Returns who is sent to a region. */
    private static List<Integer> usersOf(RegionBalancer<LoadBalancer<String>> regions, String region) {
        List<Integer> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            if (regions.choose(user).name().equals(region)) {
                users.add(user);
            }
        }
        return users;
    }

    @Test
    void a_region_whose_servers_die_loses_its_users_and_gets_the_same_ones_back() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (LoadBalancer<String> east = cluster("east");
                LoadBalancer<String> west = cluster("west");
                RegionBalancer<LoadBalancer<String>> regions = RegionBalancer.<LoadBalancer<String>>builder()
                        .region("east", east, 70, r -> r.follows(east))
                        .region("west", west, 30, r -> r.follows(west))
                        .looking(p -> p.every(Duration.ofMillis(200)).timeout(Duration.ofMillis(180)))
                        .failBackAfter(Duration.ofMillis(100))
                        .failBackOver(Duration.ofMillis(100))
                        .listener(listener)
                        .build()) {
            List<Future<?>> running = new ArrayList<>();
            List<Integer> atHome = awaitHome(regions, east, west);
            for (int i = 0; i < 2; i++) {
                running.add(callers.submit(() -> {
                    while (!isOver.get()) {
                        callAny(regions, calls.incrementAndGet());
                    }
                }));
            }

            broken.addAll(List.of("east-1", "east-2", "east-3"));
            RegionStatus down = await("east", status -> status.kept() == 0);
            List<Integer> away = usersOf(regions, "west");
            broken.clear();
            await("east", status -> status.kept() == 1);
            List<Integer> back = usersOf(regions, "east");
            isOver.set(true);
            for (Future<?> caller : running) {
                caller.get(30, TimeUnit.SECONDS);
            }

            assertThat(down.reason()).isNotBlank();
            assertThat(away).hasSize(USERS);
            assertThat(back).isEqualTo(atHome);
            assertThat(calls).hasPositiveValue();
        } finally {
            isOver.set(true);
            callers.shutdown();
        }
    }

    /** Waits until all servers are known to be well, and both regions to keep all of their users. */
    private List<Integer> awaitHome(
            RegionBalancer<LoadBalancer<String>> regions, LoadBalancer<String> east, LoadBalancer<String> west) {
        while (east.usable() < 1
                || west.usable() < 1
                || regions.topology().stream().anyMatch(region -> region.health() < 1 || region.kept() < 1)) {
            Thread.onSpinWait();
        }
        heard.clear();
        return usersOf(regions, "east");
    }

    /** Calls a server of the user's region, as long as the region has one: it may be going. */
    private static void callAny(RegionBalancer<LoadBalancer<String>> regions, long user) {
        Region<LoadBalancer<String>> region = regions.choose(user);
        try {
            String answer = region.target().call(server -> server);
            assertThat(answer).startsWith(region.name());
        } catch (NoEndpointException e) {
            assertThat(region.name()).isEqualTo("east");
        }
    }

    @Test
    void a_region_whose_health_hangs_is_left_and_the_others_are_looked_at_all_the_same() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(3);
        AtomicInteger hanging = new AtomicInteger();
        try (RegionBalancer<String> regions = RegionBalancer.<String>builder()
                .region(
                        "east",
                        "e",
                        70,
                        r -> r.health(() -> {
                            hanging.incrementAndGet();
                            free.await();
                            return 1;
                        }))
                .region(
                        "west",
                        "w",
                        30,
                        r -> r.health(() -> {
                            looks.incrementAndGet();
                            others.countDown();
                            return 1;
                        }))
                .looking(p -> p.every(Duration.ofMillis(250)).timeout(Duration.ofMillis(200)))
                .failBackAfter(Duration.ZERO)
                .failBackOver(Duration.ZERO)
                .listener(listener)
                .build()) {
            RegionStatus down = await("east", status -> status.kept() == 0);
            String target = regions.pick("user");
            others.await();
            int hangingMeanwhile = hanging.get();
            free.countDown();
            await("east", status -> status.kept() == 1);

            assertThat(down.reason()).isEqualTo("no answer within PT0.2S");
            assertThat(target).isEqualTo("w");
            assertThat(hangingMeanwhile).isEqualTo(1);
        }
    }

    @Test
    void whatever_health_throws_or_says_outside_its_bounds_means_that_the_region_is_down() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (RegionBalancer<String> regions = RegionBalancer.<String>builder()
                .region(
                        "error",
                        "e",
                        1,
                        r -> r.health(() -> {
                            throw new OutOfMemoryError("planted");
                        }))
                .region("nan", "n", 1, r -> r.health(() -> Double.NaN))
                .region("high", "h", 1, r -> r.health(() -> looks.incrementAndGet() + 1))
                .looking(p -> p.fall(1))
                .listener(listener)
                .build()) {
            List<String> reasons = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RegionStatus status = heard.poll(40, TimeUnit.SECONDS);
                assertThat(status).isNotNull();
                assertThat(status.kept()).isZero();
                reasons.add(status.reason());
            }

            assertThat(reasons)
                    .containsExactlyInAnyOrder(
                            "OutOfMemoryError: planted",
                            "IllegalArgumentException: health must be from 0.0 to 1.0: NaN",
                            "IllegalArgumentException: health must be from 0.0 to 1.0: 2.0");
            assertThatThrownBy(() -> regions.pick(1))
                    .isInstanceOf(NoRegionException.class)
                    .hasMessageContaining("planted");
        }
    }
}
