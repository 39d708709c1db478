package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.ClearSystemProperty;
import org.junit.jupiter.api.util.RestoreSystemProperties;
import org.junit.jupiter.api.util.SetSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ClearSystemProperty(key = Seeds.PROPERTY)
@RestoreSystemProperties
final class EvidenceTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path module;

    @BeforeEach
    void run_in_a_module_of_its_own() {
        System.setProperty("user.dir", module.toString());
    }

    @Test
    void each_claim_is_a_line() throws IOException {
        Evidence.append("queue.crash-states", 12_480, 0, Duration.ofSeconds(41), 17);
        Evidence.append("routing.read-your-writes", 20_000, 3, Duration.ofMillis(1_250), -1);

        assertThat(module.resolve("target/evidence.csv"))
                .hasContent("queue.crash-states,12480,0,41,17\nrouting.read-your-writes,20000,3,1.25,-1\n");
    }

    @Test
    @SetSystemProperty(key = Seeds.PROPERTY, value = "1")
    void a_replayed_case_is_no_evidence() {
        Evidence.append("queue.crash-states", 12_480, 0, Duration.ofSeconds(41), 17);

        assertThat(module).isEmptyDirectory();
    }

    @Test
    void lines_of_several_jvms_do_not_mix() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            writers.add(startWriter(i));
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor()).isZero();
        }

        List<String> lines = Files.readAllLines(module.resolve("target/evidence.csv"));
        Set<String> expected = new TreeSet<>();
        for (int writer = 0; writer < 3; writer++) {
            for (int i = 1; i <= 2_000; i++) {
                expected.add("testkit.appended," + i + ",0,1," + writer);
            }
        }
        assertThat(lines).hasSize(6_000);
        assertThat(new TreeSet<>(lines)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "Queue.kill", "queue.", "queue.a,b", "queue.a\n", "queue.İ", "queue.a.b"})
    void a_claim_that_would_break_the_file_is_refused(String claim) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evidence.append(claim, 1, 0, SECOND, 1))
                .withMessage("claim must match [a-z]+\\.[a-z0-9-]+: \"" + claim + "\"");
        assertThat(module).isEmptyDirectory();
    }

    @Test
    void figures_out_of_bounds_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evidence.append("queue.kill-cycles", 0, 0, SECOND, 1))
                .withMessage("count must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evidence.append("queue.kill-cycles", 1, -1, SECOND, 1))
                .withMessage("violations must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Evidence.append("queue.kill-cycles", 1, 0, SECOND.negated(), 1))
                .withMessage("took must not be negative: PT-1S");
    }

    private Process startWriter(int number) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        Integer.toString(number))
                .directory(module.toFile())
                .inheritIO()
                .start();
    }

    /** A JVM that appends. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            long seed = Long.parseLong(arguments[0]);
            IntStream.rangeClosed(1, 2_000)
                    .parallel()
                    .forEach(i -> Evidence.append("testkit.appended", i, 0, SECOND, seed));
        }
    }
}
