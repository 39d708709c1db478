package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.testkit.Effort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is sent where, as a function of shares and of which part of its users each region keeps. */
final class RegionMapTest {
    private static final int USERS = Effort.upTo(60_000);
    private static final double OFF = Math.max(0.01, 4 * Math.sqrt(0.25 / USERS));

    private static double[] doubles(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static RegionMap<String> map(String shares, String kept) {
        double[] share = doubles(shares);
        double[] keep = doubles(kept);
        List<RegionMap.Entry<String>> entries = new ArrayList<>();
        for (int i = 0; i < share.length; i++) {
            String name = "region-" + i;
            entries.add(new RegionMap.Entry<>(
                    new Region<>(name, i == 0 ? "first" : "other", name),
                    share[i],
                    keep[i],
                    keep[i],
                    "",
                    Instant.EPOCH,
                    Mix.hash(name)));
        }
        return RegionMap.of(entries);
    }

    private static int at(RegionMap<String> map, int user) {
        String name = requireNonNull(map.of(Mix.hash("user-" + user))).name();
        return name.charAt(name.length() - 1) - '0';
    }

    private static int[] homes(RegionMap<String> map) {
        int[] homes = new int[USERS];
        Arrays.setAll(homes, user -> at(map, user));
        return homes;
    }

    private static double[] parts(int[] homes, int size) {
        double[] parts = new double[size];
        for (int home : homes) {
            parts[home] += 1.0 / homes.length;
        }
        return parts;
    }

    @ParameterizedTest
    @CsvSource({
        // shares, kept, parts of all users
        "70 30, 1 1, 0.7 0.3",
        "0.7 0.3, 1 1, 0.7 0.3",
        "1 2 3 4, 1 1 1 1, 0.1 0.2 0.3 0.4",
        "70 30, 0.5 1, 0.35 0.65",
        "70 30, 0 1, 0 1",
        "70 30, 1 0.2, 0.94 0.06",
        "50 30 20, 0 1 1, 0 0.6 0.4",
        "50 30 20, 0.5 1 1, 0.25 0.45 0.3",
        // Who goes is spread by what the others can bear.
        "50 30 20, 0 1 0.5, 0 0.775 0.225",
        // With no region that keeps all, each keeps as many more as have nowhere to go.
        "70 30, 0.5 0.5, 0.7 0.3",
        "70 30, 0.1 0.1, 0.7 0.3",
        "70 30, 0.25 0.5, 0.35 0.65",
        "70 30, 0.001 0, 1 0",
        // A region without a share stands in for the others.
        "100 0, 1 1, 1 0",
        "100 0, 0 1, 0 1",
        "100 0, 0.6 1, 0.6 0.4",
        "70 30 0, 0 1 1, 0 1 0",
        "70 30 0, 0 0 1, 0 0 1",
        "70 30 0, 1 0 0, 1 0 0",
        "70 30 0, 0.5 0.5 0, 0.7 0.3 0",
        "0 100, 0 1, 0 1",
        "100 0 0, 0 1 1, 0 0.5 0.5"
    })
    void users_are_divided_by_shares_and_by_what_regions_keep(String shares, String kept, String parts) {
        PickEvidence.of(USERS, () -> {
            double[] expected = doubles(parts);

            double[] actual = parts(homes(map(shares, kept)), expected.length);

            assertThat(actual).containsExactly(expected, within(OFF));
        });
    }

    @Test
    void nobody_is_sent_anywhere_if_no_region_keeps_anybody() {
        assertThat(map("70 30", "0 0").of(4711)).isNull();
        assertThat(map("70 30", "0 0").near("first", 4711)).isNull();
    }

    @Test
    void a_region_without_a_share_takes_the_more_the_more_the_others_lack() {
        double before = 0;
        for (double kept : new double[] {1, 0.99, 0.9, 0.7, 0.5, 0.2, 0}) {
            double[] parts = parts(homes(map("70 30 0", kept + " " + kept + " 1")), 3);

            assertThat(parts[2]).isBetween(before, 1 - kept + OFF);
            before = parts[2];
        }
        assertThat(before).isCloseTo(1, within(1e-9));
    }

    @Test
    void users_of_regions_that_are_well_never_move_and_as_few_others_as_can_be() {
        int[] home = homes(map("50 30 20", "1 1 1"));
        int[] before = home;
        for (int kept = 95; kept >= 0; kept -= 5) {
            int[] now = homes(map("50 30 20", kept / 100.0 + " 1 1"));
            int moved = 0;
            for (int user = 0; user < USERS; user++) {
                if (before[user] != now[user]) {
                    moved++;
                    assertThat(before[user]).as("who moves was still there").isZero();
                }
                assertThat(home[user] == 0 || now[user] == home[user]).isTrue();
            }
            assertThat((double) moved / USERS).as("moved at %s %%", kept).isLessThan(0.025 + OFF);
            before = now;
        }
        assertThat(parts(before, 3)[0]).isZero();
    }

    @Test
    void users_come_back_the_way_they_went() {
        int[] down = homes(map("50 30 20", "0.4 1 1"));
        int[] further = homes(map("50 30 20", "0.3 1 1"));
        int[] up = homes(map("50 30 20", "0.4 1 1"));

        assertThat(up).isEqualTo(down);
        for (int user = 0; user < USERS; user++) {
            assertThat(further[user] == down[user] || down[user] == 0).isTrue();
        }
    }

    @Test
    void a_second_region_that_fails_moves_only_its_own_users_and_those_it_had_taken() {
        int[] home = homes(map("50 30 20", "1 1 1"));
        int[] one = homes(map("50 30 20", "0 1 1"));
        int[] two = homes(map("50 30 20", "0 0 1"));

        for (int user = 0; user < USERS; user++) {
            assertThat(one[user] == two[user] || one[user] == 1).isTrue();
            assertThat(home[user] != 2 || two[user] == 2).isTrue();
        }
    }

    @Test
    void who_is_near_regions_is_divided_by_their_shares_and_goes_elsewhere_as_they_keep_less() {
        RegionMap<String> well = map("50 30 20", "1 1 1");
        RegionMap<String> ill = map("50 30 20", "1 0 1");
        double[] near = new double[3];
        for (int user = 0; user < USERS; user++) {
            Region<String> first = requireNonNull(well.near("first", Mix.hash("user-" + user)));
            Region<String> region = requireNonNull(well.near("other", Mix.hash("user-" + user)));
            near[region.name().charAt(7) - '0'] += 1.0 / USERS;
            Region<String> then = requireNonNull(ill.near("other", Mix.hash("user-" + user)));
            assertThat(first.name()).isEqualTo("region-0");
            assertThat(then.name()).isNotEqualTo("region-1");
            assertThat(region.name().equals("region-1") || then.equals(region)).isTrue();
        }

        assertThat(near).containsExactly(new double[] {0, 0.6, 0.4}, within(OFF));
    }
}
