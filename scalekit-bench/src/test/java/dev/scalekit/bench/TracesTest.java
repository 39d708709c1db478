package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class TracesTest {
    /** Keeps what it has got while there is room, and lets nothing in after that. */
    private static final Traces.Kind STUBBORN = new Traces.Kind("stubborn", size -> {
        Set<Integer> kept = new HashSet<>();
        return key -> kept.size() < size ? !kept.add(key) : kept.contains(key);
    });

    @TempDir
    Path folder;

    private void write(String name, int... keys) throws IOException {
        try (DataOutputStream out = new DataOutputStream(
                new XZOutputStream(Files.newOutputStream(folder.resolve(name)), new LZMA2Options()))) {
            for (int key : keys) {
                out.writeInt(key);
            }
        }
    }

    @Test
    void traces_are_read_by_name_with_the_highest_byte_first() throws IOException {
        write("two.trace.xz", 1);
        write("one.trace.xz", 0x01020304, -1, 7);
        Files.writeString(folder.resolve("README"), "no trace");

        List<Trace> traces = Trace.all(folder);

        assertThat(traces).extracting(Trace::name).containsExactly("one", "two");
        assertThat(traces.get(0).keys()).containsExactly(0x01020304, -1, 7);
    }

    @Test
    void a_folder_without_traces_and_a_file_that_is_none_are_refused() throws IOException {
        assertThatThrownBy(() -> Trace.all(folder))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessageContaining("no traces in " + folder);

        write("empty.trace.xz");

        assertThatThrownBy(() -> Trace.all(folder))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasMessageContaining("empty.trace.xz is no trace");
    }

    @Test
    void who_knows_the_future_keeps_what_comes_first() {
        assertThat(Foreseen.hits(new int[] {1, 2, 3, 1, 2, 3}, 1)).isEqualTo(1);
        assertThat(Foreseen.hits(new int[] {1, 2, 3, 1, 2, 3}, 2)).isEqualTo(2);
        assertThat(Foreseen.hits(new int[] {1, 2, 3, 1, 2, 3}, 3)).isEqualTo(3);
        assertThat(Foreseen.hits(new int[] {1, 1, 1, 2, 1}, 1)).isEqualTo(3);
    }

    /** All ways to keep or not to keep are tried. */
    @Test
    void nobody_does_better_than_who_knows_the_future() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            int[] keys = random.ints(9, 0, 4).toArray();
            int size = 1 + random.nextInt(2);

            long best = best(keys, 0, Set.of(), size);

            assertThat(Foreseen.hits(keys, size))
                    .as("%s in %s", Arrays.toString(keys), size)
                    .isEqualTo(best);
        }
    }

    private static long best(int[] keys, int now, Set<Integer> kept, int size) {
        if (now == keys.length) {
            return 0;
        }
        if (kept.contains(keys[now])) {
            return 1 + best(keys, now + 1, kept, size);
        }
        long best = best(keys, now + 1, kept, size);
        Set<Integer> more = new HashSet<>(kept);
        more.add(keys[now]);
        if (more.size() <= size) {
            return Math.max(best, best(keys, now + 1, more, size));
        }
        for (Integer victim : kept) {
            Set<Integer> other = new HashSet<>(more);
            other.remove(victim);
            best = Math.max(best, best(keys, now + 1, other, size));
        }
        return best;
    }

    @Test
    void the_report_has_a_row_for_each_trace_and_size_and_says_whose_they_are() throws IOException {
        write("one.trace.xz", 1, 2, 3, 4, 1, 2, 3, 4);
        Files.writeString(folder.resolve("LICENSE-one.txt"), "Made by\nsomebody.\n\nAll the rest.");

        String report = Traces.report(folder, List.of(STUBBORN, Traces.caffeine()));

        assertThat(report.lines().map(line -> line.replace(" ", "")))
                .anyMatch(line -> line.startsWith("|one|8|4|2|25.00|") && line.endsWith("|25.00|"))
                .contains("Madebysomebody.");
        assertThat(report).doesNotContain("All the rest");
    }
}
