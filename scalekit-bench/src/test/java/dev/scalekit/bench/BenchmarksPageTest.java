package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchmarksPageTest {
    private static final double[] SLOW = {30, 44, 20};
    private static final double[] FAST = {20, 22, 20};
    private static final double[] LIMIT = {10, 11, 10};

    @Test
    void the_page_names_machine_versions_command_and_the_cases_we_lose() {
        String page = BenchmarksPage.of(sample("2026-11-24T00:00:00Z", SLOW, FAST));

        assertThat(page)
                .startsWith("# Benchmarks\n")
                .contains("* machine: Example(R) CPU @ 3.0, 2 cores, 24.0 GiB; Linux 6\n")
                .contains("* JDK: 17.0.1, Example\n")
                .contains("* `./bench sample --seed 1` on 2026-11-24T00:00:00Z, 3 rounds, seed 1\n")
                .contains("### Doing nothing, 1 thread")
                .endsWith("""
                        ## Cases we lose

                        * Doing nothing, 1 thread: ours takes 1.50 (1.00..2.00) times as long as a peer
                        * Doing nothing, 1 thread: ours has to reach >= 0.9 x speed of a peer: 0.667 (0.500..1.00) MISSED
                        """);
    }

    @Test
    void of_each_module_the_newest_run_counts() {
        List<Entry> recorded = new ArrayList<>(sample("2026-11-24T00:00:00Z", SLOW, FAST));
        recorded.addAll(0, sample("2026-12-24T00:00:00Z", FAST, SLOW));

        assertThat(BenchmarksPage.of(recorded))
                .contains("2026-12-24")
                .doesNotContain("2026-11-24")
                .endsWith("None: no peer is faster, no goal is missed.\n");
    }

    @Test
    void without_code_of_our_own_there_is_nothing_to_win() {
        List<Entry> limits = ResultFile.entries(
                Samples.json(DurableAppend.class, Samples.run(false, "2026-11-24T00:00:00Z"), LIMIT, LIMIT));

        assertThat(BenchmarksPage.of(limits)).endsWith("ScaleKit has no code of its own in these tables yet.\n");
    }

    /** Whoever changes what the page says makes it again: {@code ./bench --record} does, which measures as well. */
    @Test
    void the_page_in_the_docs_is_made_of_the_recorded_results() throws IOException {
        String page = BenchmarksPage.of(ResultFile.recorded(Path.of("results")));

        assertThat(Path.of("..", "docs", "benchmarks.md")).content().isEqualTo(page);
    }

    private static List<Entry> sample(String date, double[] ours, double[] peer) {
        return ResultFile.entries(Samples.json(Samples.Sample.class, Samples.run(false, date), ours, peer, LIMIT));
    }
}
