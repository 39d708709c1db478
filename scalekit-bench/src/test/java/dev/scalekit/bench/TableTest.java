package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

final class TableTest {
    private static final double[] OURS = {30, 44, 20};
    private static final double[] PEER = {20, 22, 20};
    private static final double[] LIMIT = {10, 11, 10};

    @Test
    void a_table_shows_times_allocation_ratios_and_what_became_of_the_goal() {
        assertThat(table(false).markdown()).isEqualTo("""
                ### Doing nothing, 1 thread

                Only a sample.

                | subject   | role  | ns/op |   min..max |  p50 |  p99 |  max |     ops/s | CPU ns/op | B/op | ratio | 75.0 % interval |                                                 goal |
                |-----------|-------|------:|-----------:|-----:|-----:|-----:|----------:|----------:|-----:|------:|----------------:|-----------------------------------------------------:|
                | ours      | ours  |  30.0 | 20.0..44.0 | 30.0 | 30.0 | 44.0 |  33333333 |      30.0 | 24.0 |  3.00 |      2.00..4.00 | >= 0.9 x speed of a peer: 0.667 (0.500..1.00) MISSED |
                | a peer    | peer  |  20.0 | 20.0..22.0 | 20.0 | 20.0 | 22.0 |  50000000 |      20.0 | 24.0 |  2.00 |      2.00..2.00 |                                                      |
                | the limit | limit |  10.0 | 10.0..11.0 | 10.0 | 10.0 | 11.0 | 100000000 |      10.0 | 24.0 |  1.00 |      1.00..1.00 |                                                      |

                ratio: time over that of the limit in the same round, median of 3 rounds. Quote ratios only.
                """);
    }

    @Test
    void a_quick_run_says_so() {
        assertThat(table(true).markdown()).contains("QUICK RUN, NOT TO BE QUOTED");
    }

    @Test
    void a_table_may_compare_by_a_percentile_and_have_goals_that_are_no_ratios() {
        List<Entry> entries = ResultFile.entries(
                Samples.json(ByPercentile.class, Samples.run(false, "2026-11-24T00:00:00Z"), OURS, PEER));
        Table table = Table.of(entries).get(0);

        assertThat(table.markdown())
                .contains("| p99.9 |")
                .contains("| <= 1.0 x p99 of a peer: 1.50 (1.00..2.00) MISSED;"
                        + " <= 10.0 ns more than a peer: 10.0 (0.000..22.0) met;"
                        + " <= 30.0 ns: 30.0 (20.0..44.0) met; <= 23.0 B/op: 24.0 (24.0..24.0) MISSED |")
                .contains("ratio: p99 over that of a peer in the same round");
        assertThat(Losses.of(List.of(table)))
                .contains("* By the slowest, 1 thread: ours has 1.50 (1.00..2.00) times the p99 of a peer");
    }

    @Test
    void what_was_counted_has_columns_and_may_have_a_goal() {
        Comparison comparison = Comparison.of(ByCount.class).get(0);
        Map<Label, RunResult> results = new LinkedHashMap<>();
        for (Trial trial : comparison.trials()) {
            LoadResult counted = Samples.load(10).with(Map.of("commits/op", 0.0, "trips/op", 2.0));
            results.put(
                    comparison.label(trial, Samples.run(false, "2026-11-24T00:00:00Z")),
                    RunResults.merge(List.of(RunResults.of(trial, Effort.QUICK, counted))));
        }

        Table table = Table.of(ResultFile.entries(ResultFile.json(results))).get(0);

        assertThat(table.markdown())
                .contains("| commits/op | trips/op | ratio |")
                .contains("|      0.000 |     2.00 |  1.00 |")
                .contains("<= 0.0 commits/op: 0.000 (0.000..0.000) met; <= 1.0 trips/op: 2.00 (2.00..2.00) MISSED");
    }

    @Test
    void a_table_may_compare_by_what_was_counted() {
        Comparison comparison = Comparison.of(ByBytes.class).get(0);
        Map<Label, RunResult> results = new LinkedHashMap<>();
        for (Trial trial : comparison.trials()) {
            double bytes = trial.subject().role() == Role.OURS ? 90 : 60;
            LoadResult counted = Samples.load(10).with(Map.of("bytes an entry", bytes));
            results.put(
                    comparison.label(trial, Samples.run(false, "2026-11-24T00:00:00Z")),
                    RunResults.merge(List.of(RunResults.of(trial, Effort.QUICK, counted))));
        }

        Table table = Table.of(ResultFile.entries(ResultFile.json(results))).get(0);

        assertThat(table.markdown())
                .contains("| <= 20.0 bytes an entry more than a peer: 30.0 (30.0..30.0) MISSED |")
                .contains("ratio: bytes an entry over that of a peer in the same round");
        assertThat(Losses.of(List.of(table)))
                .contains("* Memory, 1 thread: ours has 1.50 (1.50..1.50) times the bytes an entry of a peer");
    }

    @Test
    void a_count_whose_name_would_break_the_file_is_refused() {
        Trial trial = Comparison.of(ByCount.class).get(0).trials().get(0);
        LoadResult counted = Samples.load(10).with(Map.of("trips, all", 1.0));

        assertThatThrownBy(() -> RunResults.of(trial, Effort.QUICK, counted)).hasMessageEndingWith(": trips, all");
    }

    @Compare(module = "sample", title = "Counted", reference = "ours", threads = 1, note = "Only a sample.")
    static final class ByCount {
        @Subject(name = "ours", role = Role.OURS)
        @Goal(count = "commits/op", most = 0)
        @Goal(count = "trips/op", most = 1)
        Operation ours(int thread) {
            return () -> {};
        }
    }

    @Compare(
            module = "sample",
            title = "Memory",
            reference = "peer",
            threads = 1,
            figure = RunResults.COUNT + "bytes an entry",
            note = "Only a sample.")
    static final class ByBytes {
        @Subject(name = "ours", role = Role.OURS)
        @Goal(more = 20, of = "peer")
        Operation ours(int thread) {
            return () -> {};
        }

        @Subject(name = "a peer", role = Role.PEER)
        Operation peer(int thread) {
            return () -> {};
        }
    }

    @Compare(
            module = "sample",
            title = "By the slowest",
            reference = "peer",
            threads = 1,
            figure = RunResults.P99,
            note = "Only a sample.")
    static final class ByPercentile {
        @Subject(name = "ours", role = Role.OURS)
        @Goal(time = 1, of = "peer")
        @Goal(more = 10, of = "peer")
        @Goal(nanos = 30)
        @Goal(bytes = 23)
        Operation ours(int thread) {
            return () -> {};
        }

        @Subject(name = "a peer", role = Role.PEER)
        Operation peer(int thread) {
            return () -> {};
        }
    }

    private static Table table(boolean quick) {
        List<Entry> entries = ResultFile.entries(
                Samples.json(Samples.Sample.class, Samples.run(quick, "2026-11-24T00:00:00Z"), OURS, PEER, LIMIT));
        return Table.of(entries).get(0);
    }
}
