package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CatalogueTest {

    /** From JDK 23 on a processor that is not declared is not run, and JMH then finds nothing to measure. */
    @Test
    void the_processor_of_jmh_has_seen_every_benchmark() throws IOException {
        String list;
        try (InputStream in = CatalogueTest.class.getResourceAsStream("/META-INF/BenchmarkList")) {
            list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        List<Trial> benchmarks = Catalogue.comparisons().stream()
                .flatMap(comparison -> comparison.trials().stream())
                .filter(Trial::isJmh)
                .toList();

        assertThat(benchmarks)
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(list)
                        .contains(trial.method().getDeclaringClass().getName())
                        .contains(trial.method().getName()));
    }

    @Test
    void each_module_is_named_once() {
        assertThat(Catalogue.modules()).containsExactly("cache", "queue", "routing", "session");
    }

    @Test
    void a_declaration_that_names_nothing_is_refused() {
        assertThatThrownBy(() -> Comparison.of(NoReference.class))
                .hasMessageEndingWith("has no subject method nothing");
        assertThatThrownBy(() -> Comparison.of(MoreThanNothing.class))
                .hasMessageEndingWith("has no subject method nothing");
        assertThatThrownBy(() -> Comparison.of(TwoGoals.class))
                .hasMessageContaining("not exactly one of speed, time, more, nanos, bytes and count");
        assertThatThrownBy(() -> Comparison.of(ForAllAtARate.class)).hasMessageContaining("is for all threads");
    }

    @Test
    void a_goal_may_be_for_some_numbers_of_threads() {
        List<Comparison> tables = Comparison.of(GoalForTwo.class);

        assertThat(tables)
                .extracting(table -> table.trials().get(0).goals().size())
                .containsExactly(0, 1);
    }

    @Test
    void each_size_is_a_table_of_its_own_with_its_goals() {
        List<Comparison> tables = Comparison.of(PickEndpoint.class);

        assertThat(tables)
                .extracting(Comparison::heading)
                .containsExactly("Choose one of 3 endpoints, 1 thread", "Choose one of 100 endpoints, 1 thread");
        assertThat(tables)
                .flatExtracting(table -> table.trials().stream()
                        .filter(trial -> trial.method().getName().equals("twoChoices"))
                        .flatMap(trial -> trial.goals().stream())
                        .map(Label.Aim::nanos)
                        .filter(nanos -> nanos > 0)
                        .toList())
                .containsExactly(25.0, 40.0);
    }

    @Test
    void a_load_of_our_own_has_a_size_only_if_it_takes_one() {
        assertThat(Comparison.of(ReadRequest.class))
                .extracting(Comparison::heading)
                .containsExactly(
                        "Read-only request, 300 us added to a round trip, 1 thread",
                        "Read-only request, 0 us added to a round trip, 1 thread");
        assertThatThrownBy(() -> Comparison.of(SizeWithoutJmh.class))
                .hasMessageEndingWith("has a size, which its constructor does not take");
    }

    @Test
    void what_this_jdk_cannot_run_is_left_out() {
        boolean hasVirtualThreads = Runtime.version().feature() >= 21;

        assertThat(Catalogue.comparisons().stream()
                        .flatMap(comparison -> comparison.trials().stream())
                        .anyMatch(trial -> trial.method().getDeclaringClass() == ManyProducers.class))
                .isEqualTo(hasVirtualThreads);
    }

    @Test
    void a_wrong_call_ends_with_code_2_and_help_with_0() {
        assertThat(Bench.run(List.of("nothing"), Path.of("."))).isEqualTo(2);
        assertThat(Bench.run(List.of("--help"), Path.of("."))).isZero();
    }

    @Compare(module = "x", title = "x", reference = "nothing", note = "")
    static final class NoReference {}

    @Compare(module = "x", title = "x", reference = "it", note = "")
    static final class MoreThanNothing {
        @Subject(name = "it", role = Role.OURS)
        @Goal(more = 60, of = "nothing")
        Operation it(int thread) {
            return () -> {};
        }
    }

    @Compare(module = "x", title = "x", reference = "it", note = "")
    static final class GoalForTwo {
        @Subject(name = "it", role = Role.OURS)
        @Goal(speed = 1, of = "it", threads = 2)
        Operation it(int thread) {
            return () -> {};
        }
    }

    @Compare(module = "x", title = "%d", reference = "it", sizes = 1, note = "")
    static final class SizeWithoutJmh {
        @Subject(name = "it", role = Role.OURS)
        Operation it(int thread) {
            return () -> {};
        }
    }

    @Compare(module = "x", title = "x", reference = "it", perSecond = 1, note = "")
    static final class ForAllAtARate {
        @Subject(name = "it", role = Role.LIMIT, isForAll = true)
        Operation it(int threads) {
            return () -> {};
        }
    }

    @Compare(module = "x", title = "x", reference = "it", note = "")
    static final class TwoGoals {
        @Subject(name = "it", role = Role.OURS)
        @Goal(speed = 1, time = 1, of = "it")
        Operation it(int thread) {
            return () -> {};
        }
    }
}
