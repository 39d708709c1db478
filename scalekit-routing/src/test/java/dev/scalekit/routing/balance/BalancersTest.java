package dev.scalekit.routing.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of some candidates with given figures is taken. */
final class BalancersTest {
    private static final int DRAWS = 20_000;

    /** Returns how often each is taken, in parts of all. */
    static double[] parts(Balancer<String> balancer, Candidates<String> candidates, int draws) {
        double[] counts = new double[candidates.size()];
        for (long i = 1; i <= draws; i++) {
            counts[balancer.select(candidates, Mix.next(i))]++;
        }
        return Arrays.stream(counts).map(count -> count / draws).toArray();
    }

    private static double[] doubles(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static int[] ints(String text) {
        return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }

    /** With weights w and ties, the first of the two decides; with a better one, it is taken whenever it is drawn. */
    @ParameterizedTest
    @CsvSource({
        // weights, in flight, parts
        "1 1 1, 0 0 0, 0.333 0.333 0.333",
        "1 1 1, 7 7 7, 0.333 0.333 0.333",
        "1 1 1, 0 1 2, 0.667 0.333 0",
        "1 1 1, 2 1 0, 0 0.333 0.667",
        "1 1, 3 4, 1 0",
        "2 1, 4 2, 0.667 0.333",
        "2 1, 3 2, 1 0",
        "2 1, 2 1, 0.667 0.333",
        "2 1, 1 0, 0.667 0.333",
        "1 1 1 1, 1 0 1 1, 0.167 0.5 0.167 0.167",
        "1e6 1e-6, 1000000 0, 1 0",
        "1, 9, 1"
    })
    void two_choices_takes_of_two_the_one_with_less_in_flight_for_its_weight(
            String weights, String inFlight, String expected) {
        Fixed candidates = Fixed.weights(doubles(weights)).inFlight(ints(inFlight));

        double[] parts = parts(Balancers.twoChoices(), candidates, DRAWS);

        assertThat(parts).containsExactly(doubles(expected), within(0.015));
    }

    @ParameterizedTest
    @CsvSource({
        // weights, in flight, latencies in milliseconds, parts
        "1 1 1, 0 0 0, 5 5 5, 0.333 0.333 0.333",
        "1 1 1, 0 0 0, 5 50 500, 0.667 0.333 0",
        "1 1, 9 0, 5 50, 0.5 0.5",
        "1 1, 10 0, 5 50, 0 1",
        "1 1, 8 0, 5 50, 1 0",
        "1 2, 0 0, 5 9, 0 1",
        "1 2, 0 0, 5 11, 1 0",
        // Nothing measured: it is tried, one call at a time.
        "1 1, 0 0, 5 0, 0 1",
        "1 1, 0 1, 5 0, 1 0",
        "1 1, 99 1, 60000 0, 1 0",
        "1 1, 1 2, 0 0, 1 0",
        "1 1, 0 0, 0 0, 0.5 0.5"
    })
    void peak_ewma_takes_of_two_the_one_that_will_answer_sooner(
            String weights, String inFlight, String millis, String expected) {
        Fixed candidates = Fixed.weights(doubles(weights))
                .inFlight(ints(inFlight))
                .latency(Arrays.stream(doubles(millis)).map(ms -> ms * 1e6).toArray());

        double[] parts = parts(Balancers.peakEwma(), candidates, DRAWS);

        assertThat(parts).containsExactly(doubles(expected), within(0.015));
    }

    @ParameterizedTest
    @CsvSource({
        // weights, in flight, parts
        "1 1 1, 1 0 1, 0 1 0",
        "1 1 1, 0 0 0, 0.333 0.333 0.333",
        "3 1, 3 1, 0.75 0.25",
        "3 1, 2 1, 1 0",
        "3 1, 4 1, 0.75 0.25",
        "1 2 4, 1 1 1, 0 0 1",
        "1 1 1 1 1, 4 3 2 3 4, 0 0 1 0 0",
        "0.1 1, 0 1, 0.091 0.909",
        "0.1 1, 1 1, 0 1"
    })
    void least_in_flight_takes_the_one_with_the_least_for_its_weight_of_all(
            String weights, String inFlight, String expected) {
        Fixed candidates = Fixed.weights(doubles(weights)).inFlight(ints(inFlight));

        double[] parts = parts(Balancers.leastInFlight(), candidates, DRAWS);

        assertThat(parts).containsExactly(doubles(expected), within(0.015));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 1", "1 2 3", "0.1 1 1", "70 30", "1e-6 1e6", "5"})
    void random_takes_each_in_proportion_whatever_is_in_flight(String weights) {
        Fixed candidates = Fixed.weights(doubles(weights));
        candidates.inFlight[0] = 1_000;
        double sum = Arrays.stream(doubles(weights)).sum();

        double[] parts = parts(Balancers.random(), candidates, DRAWS);

        assertThat(parts)
                .containsExactly(
                        Arrays.stream(doubles(weights)).map(w -> w / sum).toArray(), within(0.015));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void round_robin_takes_one_after_the_other(int size) {
        Fixed candidates = Fixed.even(size);
        Balancer<String> balancer = new RoundRobin<>(Long.MAX_VALUE - 1);

        int last = balancer.select(candidates, 0);
        for (int i = 0; i < 3 * size; i++) {
            int next = balancer.select(candidates, i);
            assertThat(next).isEqualTo((last + 1) % size);
            last = next;
        }
    }

    /** After any number of turns nobody is further than a few turns from its part; at random it would be some 14. */
    @ParameterizedTest
    @ValueSource(strings = {"2 1", "5 1 1", "70 30", "1 1 1 0.1", "1 2 3 4", "10 1 1 1 1 1"})
    void round_robin_with_weights_is_even_in_any_window(String text) {
        double[] weights = doubles(text);
        double sum = Arrays.stream(weights).sum();
        Fixed candidates = Fixed.weights(weights);

        double furthest = 0;
        for (long start = 0; start < 500; start += 7) {
            double[] counts = new double[weights.length];
            for (int turn = 1; turn <= 200; turn++) {
                counts[RoundRobin.at(candidates, start + turn)]++;
                for (int i = 0; i < weights.length; i++) {
                    furthest = Math.max(furthest, Math.abs(counts[i] - turn * weights[i] / sum));
                }
            }
        }

        assertThat(furthest).isLessThan(3);
    }

    @Test
    void two_that_take_turns_by_the_same_balancer_share_the_turns() {
        Balancer<String> balancer = new RoundRobin<>(0);

        int[] taken = new int[6];
        for (int i = 0; i < 6; i++) {
            taken[i] = balancer.select(Fixed.even(3), 0);
        }

        assertThat(taken).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void round_robin_goes_on_when_the_number_of_turns_overflows() {
        Balancer<String> balancer = new RoundRobin<>(-2);

        int[] taken = {
            balancer.select(Fixed.even(2), 0), balancer.select(Fixed.even(2), 0), balancer.select(Fixed.even(2), 0)
        };

        assertThat(taken).containsExactly(0, 1, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.99, 0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
    void a_load_factor_that_could_not_be_kept_is_refused(double factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Balancers.sticky(factor))
                .withMessage("loadFactor must be at least 1.0: " + factor);
    }
}
