package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SequenceSetTest {
    private static final long SEED = 23;

    private final SequenceSet set = new SequenceSet();

    @Test
    void it_answers_like_a_tree_set() {
        Seeds.forAllSequences(SEED, 200, SequenceSetTest::steps, steps -> {
            SequenceSet tested = new SequenceSet();
            TreeSet<Long> model = new TreeSet<>();
            steps.forEach(step -> step.check(tested, model));

            List<Long> all = new ArrayList<>();
            tested.forEach(all::add);
            assertThat(all).containsExactlyElementsOf(model);
        });
    }

    @Test
    void what_is_added_of_a_range_is_what_one_set_has_and_another_has_not() {
        SequenceSet numbers = new SequenceSet();
        SequenceSet but = new SequenceSet();
        LongStream.rangeClosed(1, 300_000).filter(number -> number % 3 != 0).forEach(numbers::add);
        LongStream.rangeClosed(1, 200_000).filter(number -> number % 5 == 0).forEach(but::add);

        set.addAll(numbers, but, 65_530, 250_001);
        set.addAll(numbers, but, 250_001, 250_001);
        set.addAll(numbers, numbers, 1, Long.MAX_VALUE);

        List<Long> all = new ArrayList<>();
        set.forEach(all::add);
        assertThat(all)
                .containsExactlyElementsOf(LongStream.rangeClosed(65_530, 250_000)
                        .filter(number -> numbers.contains(number) && !but.contains(number))
                        .boxed()
                        .toList());
        assertThat(set.size()).isEqualTo(all.size());
    }

    @Test
    void an_empty_set_has_no_first_and_no_next() {
        set.add(70_000);
        set.remove(70_000);

        assertThat(set.first()).isEqualTo(-1);
        assertThat(set.next(1)).isEqualTo(-1);
        assertThat(set.size()).isZero();
        assertThat(set.count(0, Long.MAX_VALUE)).isZero();
    }

    @Test
    void the_largest_number_is_a_number() {
        set.add(Long.MAX_VALUE);

        assertThat(set.contains(Long.MAX_VALUE)).isTrue();
        assertThat(set.next(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(set.next(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(set.count(1, Long.MAX_VALUE)).isZero();
    }

    @Test
    void numbers_that_no_record_has_are_not_there_and_are_refused() {
        set.add(1);

        assertThat(set.contains(0)).isFalse();
        assertThat(set.contains(-1)).isFalse();
        assertThat(set.remove(-1)).isFalse();
        assertThat(set.next(Long.MIN_VALUE)).isEqualTo(1);
        assertThat(set.count(Long.MIN_VALUE, 2)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> set.add(0)).withMessage("number must be at least 1: 0");
    }

    @Test
    void ten_million_numbers_in_a_row_take_less_than_2_mebibytes() {
        LongStream.rangeClosed(1, 10_000_000).forEach(set::add);

        assertThat(set.size()).isEqualTo(10_000_000);
        assertThat(set.bytes()).isBetween(1L << 20, 2L << 20);
    }

    @Test
    void an_empty_block_is_gone_at_once() {
        LongStream.rangeClosed(1, 100).forEach(block -> set.add(block << 16));
        LongStream.rangeClosed(1, 99).forEach(block -> set.remove(block << 16));

        assertThat(set.first()).isEqualTo(100 << 16);
        assertThat(set.bytes()).isLessThan(10_000);
    }

    private static List<Step> steps(RandomGenerator random) {
        long start = random.nextLong(1, 1L << 40);
        long width = 1L << random.nextInt(3, 20);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            What what = What.values()[random.nextInt(What.values().length)];
            steps.add(new Step(what, start + random.nextLong(width), start + random.nextLong(width)));
        }
        return steps;
    }

    private enum What {
        ADD,
        ADD_RANGE,
        REMOVE,
        REMOVE_FIRST,
        CONTAINS,
        NEXT,
        COUNT
    }

    private record Step(What what, long number, long other) {
        void check(SequenceSet set, TreeSet<Long> model) {
            switch (what) {
                case ADD -> assertThat(set.add(number)).isEqualTo(model.add(number));
                case ADD_RANGE ->
                    LongStream.range(number, number + 70)
                            .forEach(each -> assertThat(set.add(each)).isEqualTo(model.add(each)));
                case REMOVE -> assertThat(set.remove(number)).isEqualTo(model.remove(number));
                case REMOVE_FIRST -> assertThat(set.remove(set.first())).isEqualTo(model.pollFirst() != null);
                case CONTAINS -> assertThat(set.contains(number)).isEqualTo(model.contains(number));
                case NEXT ->
                    assertThat(set.next(number)).isEqualTo(Objects.requireNonNullElse(model.ceiling(number), -1L));
                case COUNT ->
                    assertThat(set.count(number, other))
                            .isEqualTo(
                                    number < other ? model.subSet(number, other).size() : 0);
            }
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(set.first()).isEqualTo(model.isEmpty() ? -1 : model.first());
        }
    }
}
