package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What holds for every step, of all that there are and that will be; {@link DemoProcessTest} looks at what they build. */
final class StepsTest {
    @Test
    void every_step_has_a_title_and_says_what_it_cannot_do() {
        assertThat(Steps.ALL).isNotEmpty().allSatisfy(step -> {
            assertThat(step.title()).isNotBlank();
            assertThat(step.about()).endsWith(".");
        });
        assertThat(Steps.ALL).extracting(Step::title).doesNotHaveDuplicates();
    }

    @Test
    void steps_are_in_the_order_of_the_road_and_a_number_builds_all_before_it() {
        assertThat(Steps.ALL).extracting(Step::number).startsWith(1).isSorted().doesNotHaveDuplicates();
        assertThat(Steps.upTo(1)).containsExactly(Steps.ALL.get(0));
        assertThat(Steps.upTo(Steps.last().number())).isEqualTo(Steps.ALL);
    }
}
