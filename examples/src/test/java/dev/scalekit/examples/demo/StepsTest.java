package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every step, of all that there are and that will be. */
final class StepsTest {
    @TempDir
    Path folder;

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

    @Test
    void what_all_steps_build_fits_together() throws Exception {
        Options options = Options.parse(List.of(), Steps.ALL, 0);
        try (Site site = new Site(folder, options, new Timeline(Ticker.system()))) {
            for (Step step : Steps.ALL) {
                step.build(site);
            }

            check(site);
        }
    }

    private static void check(Site site) {
        List<String> components = site.components().stream().map(Component::id).toList();
        List<String> ids = Stream.of(
                        components.stream(),
                        site.charts().stream().map(Chart::id),
                        site.experiments().stream().map(Experiment::id),
                        site.promises().stream().map(Promise::id))
                .flatMap(each -> each)
                .toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][a-z0-9-]*"));
        assertThat(site.components()).allSatisfy(component -> {
            assertThat(component.facts()).hasSizeLessThanOrEqualTo(3);
            assertThat(component.links()).allMatch(link -> components.contains(link.to()));
        });
        assertThat(site.charts())
                .allSatisfy(chart ->
                        assertThat(chart.sample()).hasSize(chart.series().size()));
    }
}
