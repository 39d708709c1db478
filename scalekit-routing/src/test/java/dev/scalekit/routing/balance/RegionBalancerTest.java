package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How regions lose their users and get them back, in a time of the test's own. */
final class RegionBalancerTest {
    private static final int USERS = 10_000;

    private final World world = new World();
    private final Map<String, Double> health = new HashMap<>();
    private final List<String> heard = new ArrayList<>();

    private RegionBalancerBuilder<String> builder() {
        return RegionBalancer.<String>builder().listener(new RegionListener() {
            @Override
            public void changed(RegionStatus status, double before) {
                heard.add(status.name() + " " + Math.round(before * 100) + " -> " + Math.round(status.kept() * 100));
            }
        });
    }

    private HealthSource health(String region) {
        return () -> {
            double part = health.getOrDefault(region, 1.0);
            if (part < 0) {
                throw new IllegalStateException("no route to " + region);
            }
            return part;
        };
    }

    private RegionBalancer<String> eastAndWest() {
        return builder()
                .region("east", "E", 70, it -> it.health(health("east")).tag("eu"))
                .region("west", "W", 30, it -> it.health(health("west")).tag("us"))
                .unattended(world.environment);
    }

    private static String[] picks(RegionBalancer<String> balancer) {
        String[] picks = new String[USERS];
        for (int user = 0; user < USERS; user++) {
            picks[user] = balancer.pick("user-" + user);
        }
        return picks;
    }

    private static double part(String[] picks, String target) {
        int count = 0;
        for (String pick : picks) {
            count += pick.equals(target) ? 1 : 0;
        }
        return (double) count / picks.length;
    }

    private void pass(RegionBalancer<String> balancer, int seconds) {
        world.pass(Duration.ofSeconds(seconds), balancer::tick);
    }

    private static RegionStatus status(RegionBalancer<String> balancer, String name) {
        return balancer.topology().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void users_have_the_same_home_in_every_release() {
        RegionBalancer<String> balancer = eastAndWest();

        assertThat(List.of(
                        balancer.pick("user-1"),
                        balancer.pick("user-2"),
                        balancer.pick("user-3"),
                        balancer.pick("user-4"),
                        balancer.pick("alice@example.org"),
                        balancer.pick("")))
                .containsExactly("E", "E", "W", "W", "E", "E");
        assertThat(balancer.choose(4711)).isEqualTo(balancer.choose(4711));
    }

    @Test
    void a_region_that_is_well_again_need_not_wait_while_the_other_is_ill() {
        RegionBalancer<String> balancer = eastAndWest();
        pass(balancer, 5);
        health.put("east", 0.0);
        pass(balancer, 3);
        health.put("east", 1.0);
        pass(balancer, 10);
        double waiting = part(picks(balancer), "E");

        health.put("west", 0.5);
        pass(balancer, 3);

        assertThat(waiting).isZero();
        assertThat(status(balancer, "east").kept()).isEqualTo(1);
        assertThat(part(picks(balancer), "E")).isGreaterThan(0.7);
    }

    @Test
    void it_counts_who_was_sent_where() {
        RegionBalancer<String> balancer = eastAndWest();

        picks(balancer);

        Map<String, Long> picks = balancer.stats().picks();
        assertThat(picks).containsOnlyKeys("east", "west");
        assertThat(picks.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(USERS);
    }

    @Test
    void a_region_that_fails_loses_its_users_at_once_and_gets_them_back_late_and_slowly() {
        RegionBalancer<String> balancer = eastAndWest();
        pass(balancer, 5);
        String[] before = picks(balancer);

        health.put("east", 0.0);
        pass(balancer, 2);
        double gone = part(picks(balancer), "E");
        health.put("east", 1.0);
        pass(balancer, 58);
        double waiting = part(picks(balancer), "E");
        pass(balancer, 34);
        double halfway = part(picks(balancer), "E");
        pass(balancer, 40);

        assertThat(part(before, "E")).isCloseTo(0.7, within(0.015));
        assertThat(gone).isZero();
        assertThat(waiting).isZero();
        assertThat(halfway).isCloseTo(0.35, within(0.05));
        assertThat(picks(balancer)).isEqualTo(before);
        assertThat(heard.get(0)).isEqualTo("east 100 -> 0");
        assertThat(heard.get(heard.size() - 1)).endsWith(" -> 100");
        assertThat(heard).noneMatch(change -> change.startsWith("west"));
    }

    @Test
    void users_of_the_well_region_stay_all_the_time() {
        RegionBalancer<String> balancer = eastAndWest();
        pass(balancer, 5);
        String[] before = picks(balancer);

        for (double part : new double[] {0.6, 0.5, 0.2, 0, 1, 1, 1, 1, 0.3, 1}) {
            health.put("east", part);
            pass(balancer, 20);
            String[] now = picks(balancer);
            for (int user = 0; user < USERS; user++) {
                assertThat(before[user].equals("E") || now[user].equals("W")).isTrue();
            }
        }
    }

    @Test
    void a_region_that_cannot_be_asked_is_down_after_as_many_looks_as_was_said() {
        RegionBalancer<String> balancer = builder()
                .region("east", "E", 70, it -> it.health(health("east")))
                .region("west", "W", 30)
                .looking(it -> it.fall(3))
                .unattended(world.environment);
        pass(balancer, 5);

        health.put("east", -1.0);
        pass(balancer, 2);
        double afterTwo = status(balancer, "east").kept();
        pass(balancer, 2);

        assertThat(afterTwo).isEqualTo(1);
        assertThat(status(balancer, "east").kept()).isZero();
        assertThat(status(balancer, "east").reason()).isEqualTo("IllegalStateException: no route to east");
        assertThat(status(balancer, "west").reason()).isEqualTo("100 % of it is well");
    }

    @Test
    void a_health_that_is_none_counts_as_a_failure() {
        RegionBalancer<String> balancer = eastAndWest();

        health.put("east", 1.5);
        pass(balancer, 0);
        health.put("west", Double.NaN);
        pass(balancer, 2);

        assertThat(status(balancer, "east").reason())
                .isEqualTo("IllegalArgumentException: health must be from 0.0 to 1.0: 1.5");
        assertThat(status(balancer, "east").kept()).isZero();
    }

    @Test
    void a_probe_is_asked_besides() {
        world.breaks("E", "refused");
        RegionBalancer<String> balancer = builder()
                .region("east", "E", 70, it -> it.health(health("east")))
                .region("west", "W", 30)
                .probe(world.probe())
                .unattended(world.environment);

        pass(balancer, 2);

        assertThat(part(picks(balancer), "E")).isZero();
        assertThat(status(balancer, "east").reason()).isEqualTo("IllegalStateException: refused");
    }

    @Test
    void every_region_down_is_an_exception_that_lists_each_with_its_reason() {
        RegionBalancer<String> balancer = eastAndWest();
        health.put("east", 0.0);
        health.put("west", -1.0);
        pass(balancer, 2);

        assertThatExceptionOfType(NoRegionException.class)
                .isThrownBy(() -> balancer.pick("user-1"))
                .withMessageContaining("regions has no region to send anybody to: east keeps nobody since ")
                .withMessageContaining("west keeps nobody since ")
                .withMessageEndingWith("(IllegalStateException: no route to west)");
        assertThat(balancer.stats()).isEqualTo(new RegionStats(Map.of("east", 0L, "west", 0L), 1));
    }

    @Test
    void after_every_region_was_down_the_first_that_is_well_takes_everybody_at_once() {
        RegionBalancer<String> balancer = eastAndWest();
        health.put("east", 0.0);
        health.put("west", 0.0);
        pass(balancer, 3);

        health.put("west", 1.0);
        pass(balancer, 2);
        double first = part(picks(balancer), "W");
        health.put("east", 1.0);
        pass(balancer, 30);
        double waiting = part(picks(balancer), "W");
        pass(balancer, 100);

        assertThat(first).isEqualTo(1);
        assertThat(waiting)
                .as("who has a region is spared a move until the other stays well")
                .isEqualTo(1);
        assertThat(part(picks(balancer), "W")).isCloseTo(0.3, within(0.015));
    }

    @Test
    void a_region_that_follows_endpoints_keeps_its_users_until_they_were_probed_and_then_empties_as_they_die() {
        LoadBalancerBuilder<String> builder = LoadBalancer.<String>builder().probe(world.probe(), it -> it.fall(1));
        for (int i = 0; i < 10; i++) {
            builder.endpoint("server-" + i);
        }
        LoadBalancer<String> servers = builder.unattended(world.environment);
        RegionBalancer<String> balancer = builder()
                .region("east", "E", 70, it -> it.follows(servers))
                .region("west", "W", 30)
                .unattended(world.environment);

        pass(balancer, 3);
        double before = status(balancer, "east").kept();
        world.pass(Duration.ofSeconds(2), servers);
        double probed = status(balancer, "east").kept();
        for (int i = 0; i < 5; i++) {
            world.breaks("server-" + i, "refused");
        }
        world.pass(Duration.ofSeconds(2), servers);
        pass(balancer, 2);

        assertThat(before).isEqualTo(1);
        assertThat(probed).isEqualTo(1);
        assertThat(status(balancer, "east").health()).isEqualTo(0.5);
        assertThat(part(picks(balancer), "E")).isCloseTo(0.49, within(0.015));
    }

    @Test
    void one_that_has_not_been_looked_at_says_so() {
        assertThat(status(eastAndWest(), "east").reason()).isEqualTo("has not been looked at yet");
    }

    @Test
    void it_says_what_is_going_on_with_a_region_that_is_coming_back() {
        RegionBalancer<String> balancer = eastAndWest();
        health.put("east", 0.0);
        pass(balancer, 2);
        String down = status(balancer, "east").reason();
        health.put("east", 0.8);
        pass(balancer, 30);
        String waiting = status(balancer, "east").reason();
        pass(balancer, 60);
        String coming = status(balancer, "east").reason();
        pass(balancer, 60);

        assertThat(down).isEqualTo("0 % of it is well");
        assertThat(waiting).isEqualTo("80 % of it is well, and its users come back if it stays so");
        assertThat(coming).isEqualTo("80 % of it is well, and its users come back");
        assertThat(status(balancer, "east").reason()).isEqualTo("80 % of it is well");
    }

    @Test
    void who_is_near_a_region_is_sent_there_while_it_is_well() {
        RegionBalancer<String> balancer = eastAndWest();
        pass(balancer, 1);

        assertThat(balancer.pickNear("us", "user-1")).isEqualTo("W");
        assertThat(balancer.pickNear("eu", "user-3")).isEqualTo("E");
        assertThat(balancer.pickNear("ap", "user-3")).isEqualTo(balancer.pick("user-3"));
        health.put("west", 0.0);
        pass(balancer, 2);
        assertThat(balancer.chooseNear("us", "user-1").name()).isEqualTo("east");
    }

    @Test
    void a_pick_after_close_is_refused_and_where_regions_are_can_still_be_read() {
        RegionBalancer<String> balancer = eastAndWest();

        balancer.close();
        balancer.close();

        assertThatExceptionOfType(BalancerClosedException.class)
                .isThrownBy(() -> balancer.pickNear("eu", "user-1"))
                .withMessage("regions is closed");
        assertThat(balancer.topology()).hasSize(2);
        assertThat(balancer).hasToString("RegionBalancer[regions, [east keeps 100 %, west keeps 100 %]]");
    }
}
