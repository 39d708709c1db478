package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What must be so of where users are sent while one of three regions loses its users. Not instantiable. */
final class RegionRules {
    static final List<Double> SHARES = List.of(50.0, 30.0, 20.0);
    private static final int USERS = 4_000;
    private static final double OFF = 0.035;

    private RegionRules() {}

    /** Says where a user is sent to. */
    @FunctionalInterface
    interface Map {
        int at(long user, List<Double> kept);
    }

    /** The map that balancers have. */
    static int real(long user, List<Double> kept) {
        List<RegionMap.Entry<Integer>> entries = IntStream.range(0, kept.size())
                .mapToObj(i -> new RegionMap.Entry<>(
                        new Region<>("region-" + i, "tag", i),
                        SHARES.get(i),
                        kept.get(i),
                        kept.get(i),
                        "",
                        Instant.EPOCH,
                        Mix.hash("region-" + i)))
                .toList();
        return requireNonNull(RegionMap.of(entries).of(user)).target();
    }

    static void check(Map map) {
        int[] home = users(map, 1);
        int[] before = home;
        for (int tenths = 9; tenths >= 0; tenths--) {
            int[] now = users(map, tenths / 10.0);
            double[] parts = new double[3];
            for (int user = 0; user < USERS; user++) {
                parts[now[user]] += 1.0 / USERS;
                assertThat(home[user] == 0 || now[user] == home[user])
                        .as("a user of a region that is well stays")
                        .isTrue();
                assertThat(before[user] == 0 || now[user] == before[user])
                        .as("a user who has moved is not moved again")
                        .isTrue();
            }
            assertThat(parts)
                    .as("parts at %s tenths", tenths)
                    .containsExactly(
                            new double[] {0.05 * tenths, 0.3 + 0.03 * (10 - tenths), 0.2 + 0.02 * (10 - tenths)},
                            within(OFF));
            before = now;
        }
    }

    private static int[] users(Map map, double kept) {
        return IntStream.range(0, USERS)
                .map(user -> map.at(Mix.hash("user-" + user), List.of(kept, 1.0, 1.0)))
                .toArray();
    }
}
