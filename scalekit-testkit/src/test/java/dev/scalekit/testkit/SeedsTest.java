package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.util.ClearSystemProperty;
import org.junit.jupiter.api.util.SetSystemProperty;

@ClearSystemProperty(key = Seeds.PROPERTY)
final class SeedsTest {
    private static final Pattern REPLAY = Pattern.compile("-Dscalekit\\.seed=(-?[0-9]+)$");

    @Test
    void every_case_has_its_own_input() {
        List<Long> inputs = new ArrayList<>();

        Seeds.forAll(7, 1_000, random -> random.nextLong(), inputs::add);

        assertThat(inputs).hasSize(1_000).doesNotHaveDuplicates();
    }

    @Test
    void the_same_run_seed_gives_the_same_inputs() {
        List<Integer> once = new ArrayList<>();
        List<Integer> again = new ArrayList<>();
        List<Integer> other = new ArrayList<>();

        Seeds.forAll(7, 100, random -> random.nextInt(), once::add);
        Seeds.forAll(7, 100, random -> random.nextInt(), again::add);
        Seeds.forAll(8, 100, random -> random.nextInt(), other::add);

        assertThat(again).isEqualTo(once).isNotEqualTo(other);
    }

    @Test
    void a_failure_names_run_case_input_and_replay() {
        AssertionError error = catchThrowableOfType(
                AssertionError.class, () -> Seeds.forAll(7, 1_000, random -> random.nextInt(100), SeedsTest::isNot42));

        assertThat(error)
                .hasMessageContaining("case ")
                .hasMessageContaining(" of 1000, run seed 7, failed: ")
                .hasMessageContaining("\ninput: 42\n")
                .hasMessageFindingMatch(REPLAY.pattern())
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_option_of_a_failure_replays_only_its_case() {
        List<Integer> inputs = new ArrayList<>();
        AssertionError error = catchThrowableOfType(
                AssertionError.class, () -> Seeds.forAll(7, 1_000, random -> random.nextInt(100), SeedsTest::isNot42));
        Matcher replay = REPLAY.matcher(String.valueOf(error.getMessage()));
        assertThat(replay.find()).isTrue();
        System.setProperty(Seeds.PROPERTY, replay.group(1));

        Seeds.forAll(9, 1_000, random -> random.nextInt(100), inputs::add);

        assertThat(inputs).containsExactly(42);
    }

    @Test
    void the_input_is_reported_as_it_was_before_the_check_changed_it() {
        assertThatThrownBy(() -> Seeds.forAll(7, 1, random -> new byte[] {1, 2}, bytes -> {
                    bytes[0] = 99;
                    throw new IllegalStateException("planted");
                }))
                .hasMessageContaining("input: [1, 2]\n");
    }

    @Test
    void a_long_input_is_cut() {
        assertThatThrownBy(() -> Seeds.forAll(7, 1, random -> "x".repeat(1_000_000), SeedsTest::fails))
                .message()
                .hasSizeLessThan(5_000)
                .contains("... (1000000 characters)");
    }

    @Test
    void a_failing_generator_is_reported_with_its_replay() {
        assertThatThrownBy(() -> Seeds.forAll(7, 1, random -> fails(random), input -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the generator failed")
                .hasMessageFindingMatch(REPLAY.pattern());
    }

    @Test
    void a_failing_sequence_is_reported_without_the_steps_that_it_does_not_need() {
        // Fails if a 3 comes anywhere before an 8: of two hundred steps two matter.
        assertThatThrownBy(() -> Seeds.forAllSequences(
                        7,
                        100,
                        random -> random.ints(200, 0, 10).boxed().toList(),
                        steps -> assertThat(steps.indexOf(3))
                                .matches(first -> first < 0 || steps.lastIndexOf(8) < first)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\ninput: [3, 8]\n");
    }

    @Test
    void a_step_that_was_needed_only_by_one_that_went_goes_too() {
        assertThatThrownBy(() -> Seeds.forAllSequences(7, 1, random -> List.of(1, 5, 9), steps -> {
                    boolean withoutItsEnd = steps.contains(1) && !steps.contains(9);
                    assertThat(steps.contains(5) && !withoutItsEnd).isFalse();
                }))
                .hasMessageContaining("\ninput: [5]\n");
    }

    @Test
    void a_sequence_is_not_shrunk_to_one_that_fails_in_another_way() {
        assertThatThrownBy(() -> Seeds.forAllSequences(
                        7, 1, random -> IntStream.range(0, 64).boxed().toList(), steps -> {
                            if (steps.size() < 10) {
                                throw new IllegalArgumentException("too short");
                            }
                            throw new IllegalStateException("planted");
                        }))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageFindingMatch("input: \\[(\\d+, ){9}\\d+\\]\n");
    }

    @Test
    @SetSystemProperty(key = Seeds.PROPERTY, value = "0xFFFFFFFFFFFFFFFE")
    void a_fresh_seed_is_the_one_that_is_to_be_replayed() {
        assertThat(Seeds.fresh()).isEqualTo(-2);
    }

    @Test
    void fresh_seeds_differ() {
        assertThat(Seeds.fresh()).isNotEqualTo(Seeds.fresh());
    }

    @Test
    @SetSystemProperty(key = Seeds.PROPERTY, value = "12 34")
    void a_seed_that_is_not_a_number_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Seeds.forAll(7, 1, random -> 1, input -> {}))
                .withMessage("scalekit.seed must be a 64-bit number, decimal or hexadecimal after 0x: \"12 34\"");
    }

    @Test
    void no_cases_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Seeds.forAll(7, 0, random -> 1, input -> {}))
                .withMessage("cases must be at least 1: 0");
    }

    /** The test vector of the task "Pseudo-random numbers/Splitmix64" on rosettacode.org. */
    @Test
    void random_numbers_are_those_of_split_mix_64() {
        assertThat(Seeds.random(1_234_567).longs(5).mapToObj(Long::toUnsignedString))
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    /** The answers of JDK 17: what is derived from the random bits is part of what a seed means. */
    @Test
    void a_seed_means_the_same_on_every_jdk() {
        RandomGenerator random = Seeds.random(17);
        byte[] bytes = new byte[11];
        random.nextBytes(bytes);

        assertThat(random.nextInt()).isEqualTo(1_187_303_941);
        assertThat(random.nextInt(1_000_003)).isEqualTo(497_947);
        assertThat(random.nextInt(-5, 1 << 20)).isEqualTo(859_855);
        assertThat(random.nextLong(1L << 40)).isEqualTo(145_572_180_714L);
        assertThat(random.nextLong(-7, 1_000_000_000_007L)).isEqualTo(186_247_462_017L);
        assertThat(random.nextBoolean()).isTrue();
        assertThat(random.nextDouble()).isEqualTo(0.02533175475631466);
        assertThat(random.ints(4, 0, 10)).containsExactly(0, 8, 3, 5);
        assertThat(bytes).containsExactly(99, 115, -29, 46, -16, 117, -124, -128, -47, -19, -24);
    }

    private static void isNot42(int input) {
        if (input == 42) {
            throw new IllegalStateException("planted");
        }
    }

    private static int fails(Object input) {
        throw new IllegalStateException("planted, for " + input.getClass());
    }
}
