package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A million picks each: everybody gets its part, to a hundredth of all. */
final class DistributionTest {
    private static final int PICKS = Effort.upTo(1_000_000);
    /** A hundredth of all for a million; for less, as chance has it. */
    private static final double OFF = Math.max(0.01, 4 * Math.sqrt(0.25 / PICKS));

    private final World world = new World();

    private static Map<String, Double> parts(Supplier<Lease<String>> picks) {
        Map<String, int[]> counts = new HashMap<>();
        for (int i = 0; i < PICKS; i++) {
            try (Lease<String> lease = picks.get()) {
                counts.computeIfAbsent(lease.name(), name -> new int[1])[0]++;
                lease.success();
            }
        }
        Map<String, Double> parts = new HashMap<>();
        counts.forEach((name, count) -> parts.put(name, (double) count[0] / PICKS));
        return parts;
    }

    private static void requireParts(Supplier<Lease<String>> picks, Map<String, Double> expected) {
        PickEvidence.of(PICKS, () -> {
            Map<String, Double> parts = parts(picks);

            assertThat(parts.keySet()).isEqualTo(expected.keySet());
            expected.forEach(
                    (name, part) -> assertThat(parts.get(name)).as(name).isCloseTo(part, within(OFF)));
        });
    }

    private static Balancer<Object> balancer(String name) {
        return switch (name) {
            case "twoChoices" -> Balancers.twoChoices();
            case "leastInFlight" -> Balancers.leastInFlight();
            case "roundRobin" -> Balancers.roundRobin();
            case "random" -> Balancers.random();
            case "sticky" -> Balancers.sticky();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"twoChoices", "leastInFlight", "roundRobin", "random", "sticky"})
    void every_endpoint_gets_the_part_that_its_weight_says(String name) {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("a", "a", it -> it.weight(5))
                .endpoint("b", "b", it -> it.weight(3))
                .endpoint("c", "c", it -> it.weight(1.5))
                .endpoint("d", "d", it -> it.weight(0.5))
                .endpoint("e", "e", it -> it.weight(0))
                .balancer(balancer(name))
                .unattended(world.environment);

        requireParts(balancer::pick, Map.of("a", 0.5, "b", 0.3, "c", 0.15, "d", 0.05));
    }

    @Test
    void keys_are_divided_as_weights_say() {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("a", "a", it -> it.weight(5))
                .endpoint("b", "b", it -> it.weight(3))
                .endpoint("c", "c", it -> it.weight(2))
                .balancer(Balancers.sticky())
                .unattended(world.environment);
        int[] user = new int[1];

        requireParts(() -> balancer.pick(PickOptions.key(user[0]++)), Map.of("a", 0.5, "b", 0.3, "c", 0.2));
    }

    @Test
    void users_are_divided_over_regions_as_shares_say() {
        RegionBalancer<String> balancer = RegionBalancer.<String>builder()
                .region("east", "E", 70)
                .region("west", "W", 30)
                .unattended(world.environment);

        PickEvidence.of(PICKS, () -> {
            int east = 0;
            for (int user = 0; user < PICKS; user++) {
                east += balancer.pick(user).equals("E") ? 1 : 0;
            }

            assertThat((double) east / PICKS).isCloseTo(0.7, within(OFF));
        });
    }

    @Test
    void a_zone_gets_what_it_can_bear_and_others_get_the_rest() {
        world.breaks("near-1", "refused");
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("near-1", "near-1", it -> it.zone("eu-1").weight(2))
                .endpoint("near-2", "near-2", it -> it.zone("eu-1").weight(1))
                .endpoint("near-3", "near-3", it -> it.zone("eu-1").weight(1))
                .endpoint("far-1", "far-1", it -> it.zone("eu-2").weight(3))
                .endpoint("far-2", "far-2", it -> it.zone("eu-3"))
                .zone("eu-1")
                .probe(world.probe())
                .slowStart(Duration.ZERO)
                .unattended(world.environment);
        balancer.tick();

        requireParts(balancer::pick, Map.of("near-2", 0.35, "near-3", 0.35, "far-1", 0.225, "far-2", 0.075));
    }

    /** As many calls are under way all the time, and each takes as long as chance has it. */
    @ParameterizedTest
    @CsvSource({"twoChoices, 2", "twoChoices, 5", "twoChoices, 40", "leastInFlight, 2", "leastInFlight, 40", "random, 5"
    })
    void weights_hold_while_calls_are_under_way(String name, int callers) {
        LoadBalancer<String> balancer = LoadBalancer.<String>builder()
                .endpoint("heavy", "heavy", it -> it.weight(9))
                .endpoint("light", "light", it -> it.weight(1))
                .balancer(balancer(name))
                .unattended(world.environment);
        RandomGenerator random = Seeds.random(7);
        List<Lease<String>> open = new ArrayList<>();
        int picks = Effort.upTo(100_000);
        int light = 0;

        for (int i = 0; i < picks; i++) {
            Lease<String> lease = balancer.pick();
            light += lease.name().equals("light") ? 1 : 0;
            open.add(lease);
            if (open.size() == callers) {
                open.remove(random.nextInt(callers)).success();
            }
        }

        // Two choices prefer who is less loaded, so that little weight gets a little less at low load.
        assertThat((double) light / picks).isBetween(0.05, 0.13);
    }
}
