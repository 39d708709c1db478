package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StickyTest {
    private static final long SEED = 41;
    private static final int KEYS = 20_000;

    private final Balancer<String> sticky = Balancers.sticky(1.25);

    private static long key(int number) {
        return Mix.hash("user-" + number);
    }

    private String[] homes(Candidates<String> candidates) {
        return IntStream.range(0, KEYS)
                .mapToObj(i -> candidates.target(sticky.select(candidates, key(i))))
                .toArray(String[]::new);
    }

    /** If this fails, the next release sends every key somewhere else. */
    @ParameterizedTest
    @CsvSource({
        "user-1, 2, 2",
        "user-2, 4, 4",
        "user-3, 1, 3",
        "alice@example.org, 2, 3",
        "4711, 1, 1",
        "'', 0, 3",
        "Zoë, 1, 1",
        "a session id that is quite long, 0, 3"
    })
    void keys_are_where_they_were_in_the_last_release(String key, int even, int weighted) {
        long bits = PickOptions.key(key).hash();

        assertThat(sticky.select(Fixed.even(5), bits)).isEqualTo(even);
        assertThat(sticky.select(Fixed.weights(1, 2, 3, 4, 0.5), bits)).isEqualTo(weighted);
    }

    @Test
    void each_gets_keys_in_proportion_to_its_weight() {
        Fixed candidates = Fixed.weights(1, 2, 3, 4);

        double[] parts = new double[4];
        for (int i = 0; i < KEYS; i++) {
            parts[sticky.select(candidates, key(i))] += 1.0 / KEYS;
        }

        assertThat(parts).containsExactly(new double[] {0.1, 0.2, 0.3, 0.4}, within(0.012));
    }

    @Test
    void only_the_keys_of_a_lost_one_move() {
        String[] before = homes(Fixed.even(5));
        String[] after = homes(Fixed.even(4));

        for (int i = 0; i < KEYS; i++) {
            if (before[i].equals("node-4")) {
                assertThat(after[i]).isNotEqualTo("node-4");
            } else {
                assertThat(after[i]).isEqualTo(before[i]);
            }
        }
        assertThat(Arrays.stream(before).filter("node-4"::equals).count()).isBetween(KEYS / 5L - 300, KEYS / 5L + 300);
    }

    @Test
    void the_keys_of_a_lost_one_are_spread_over_all_others() {
        String[] before = homes(Fixed.even(5));
        String[] after = homes(Fixed.even(4));

        long[] moved = IntStream.range(0, 4)
                .mapToLong(node -> IntStream.range(0, KEYS)
                        .filter(i -> before[i].equals("node-4") && after[i].equals("node-" + node))
                        .count())
                .toArray();

        assertThat(moved).satisfies(all -> {
            for (long count : all) {
                assertThat(count).isBetween(KEYS / 20L - 150, KEYS / 20L + 150);
            }
        });
    }

    @Test
    void keys_move_to_one_that_comes_and_nowhere_else() {
        String[] before = homes(Fixed.even(4));
        String[] after = homes(Fixed.even(5));

        for (int i = 0; i < KEYS; i++) {
            assertThat(after[i]).isIn(before[i], "node-4");
        }
    }

    @Test
    void more_weight_draws_keys_to_it_and_moves_no_other() {
        String[] before = homes(Fixed.weights(1, 1, 1));
        String[] after = homes(Fixed.weights(1, 3, 1));

        for (int i = 0; i < KEYS; i++) {
            assertThat(after[i]).isIn(before[i], "node-1");
        }
    }

    @Test
    void keys_of_an_overloaded_one_go_to_their_next_and_others_stay() {
        Fixed idle = Fixed.even(5);
        // Of 10 and the one to come, with a factor of 1.25, each may have 3.
        Fixed busy = Fixed.even(5).inFlight(2, 2, 3, 2, 1);
        Fixed without = Fixed.even(5).inFlight(0, 0, 1_000_000, 0, 0);

        for (int i = 0; i < KEYS; i++) {
            int home = sticky.select(idle, key(i));
            int now = sticky.select(busy, key(i));
            if (home == 2) {
                assertThat(now).isEqualTo(next(idle, key(i), home)).isNotEqualTo(2);
            } else {
                assertThat(now).isEqualTo(home);
            }
            assertThat(sticky.select(without, key(i))).isNotEqualTo(2);
        }
    }

    private static int next(Candidates<String> candidates, long key, int home) {
        return IntStream.range(0, candidates.size())
                .filter(i -> i != home)
                .boxed()
                .max(Comparator.comparingDouble(i -> Sticky.score(candidates, i, key)))
                .orElseThrow();
    }

    @Test
    void with_an_infinite_factor_keys_never_move_because_of_load() {
        Balancer<String> stubborn = Balancers.sticky(Double.POSITIVE_INFINITY);
        Fixed busy = Fixed.even(5).inFlight(0, 0, 1_000_000, 0, 0);

        for (int i = 0; i < 1_000; i++) {
            assertThat(stubborn.select(busy, key(i))).isEqualTo(stubborn.select(Fixed.even(5), key(i)));
        }
    }

    @Test
    void nobody_ever_has_more_than_the_factor_times_its_part_even_if_all_have_the_same_key() {
        Seeds.forAll(SEED, Effort.scaled(300), random -> random, random -> {
            double factor = 1 + random.nextInt(0, 4) / 4.0;
            double[] weights = DoubleStream.generate(() -> random.nextBoolean() ? 1 : random.nextDouble(0.1, 9))
                    .limit(random.nextInt(1, 9))
                    .toArray();
            double sum = DoubleStream.of(weights).sum();
            Fixed candidates = Fixed.weights(weights);
            Balancer<String> bounded = Balancers.sticky(factor);
            long hot = random.nextLong();
            int total = 0;
            for (int i = 0; i < 200; i++) {
                int at = bounded.select(candidates, random.nextInt(4) > 0 ? hot : random.nextLong());
                total++;
                candidates.inFlight[at]++;
                assertThat(candidates.inFlight[at])
                        .isLessThanOrEqualTo((int) Math.ceil(factor * total * weights[at] / sum));
            }
        });
    }

    @Test
    void it_says_its_factor() {
        assertThat(sticky).hasToString("sticky(1.25)");
    }

    @Test
    void without_a_bound_no_load_moves_a_key() {
        Balancer<String> unbounded = Balancers.sticky();
        Fixed idle = Fixed.even(5);
        Fixed busy = Fixed.even(5).inFlight(1_000, 0, 0, 7, 0);

        for (int key = 0; key < 1_000; key++) {
            long bits = Mix.next(key);

            assertThat(unbounded.select(busy, bits)).isEqualTo(unbounded.select(idle, bits));
        }
    }
}
