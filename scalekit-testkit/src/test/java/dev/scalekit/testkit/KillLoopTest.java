package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KillLoopTest {
    private static final long SEED = 17;

    /** The writer is at work some 60 ms after its start. */
    private static final Duration START = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    @Test
    void what_is_written_before_it_is_acknowledged_survives_every_kill() {
        Path file = folder.resolve("journal");
        Set<String> acknowledged = new HashSet<>();
        int cycles = Effort.scaled(20);

        long count;
        try (Tally tally = Tally.of("testkit.kill-cycles", SEED)) {
            count = KillLoop.of(Writer.class, file.toString(), "1")
                    .cycles(cycles)
                    .maximumStart(START)
                    .run(
                            SEED,
                            cycle -> tally.count(() -> {
                                acknowledged.addAll(cycle.acknowledged());
                                assertThat(missing(cycle.acknowledged(), cycle.attempted()))
                                        .isEmpty();
                                assertThat(missing(acknowledged, linesOf(file))).isEmpty();
                            }));
        }

        assertThat(count).isEqualTo(acknowledged.size()).isGreaterThan(cycles);
    }

    @Test
    void what_is_acknowledged_before_it_is_written_is_found() {
        Path file = folder.resolve("journal");
        KillLoop loop =
                KillLoop.of(Writer.class, file.toString(), "50").cycles(20).maximumStart(START);

        assertThatThrownBy(() -> loop.run(
                        SEED,
                        cycle -> assertThat(missing(cycle.acknowledged(), linesOf(file)))
                                .isEmpty()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 17")
                .hasMessageContaining("Cycle ");
    }

    @Test
    void a_program_that_ends_by_itself_is_an_error_with_its_words() {
        KillLoop loop =
                KillLoop.of(Writer.class, folder.resolve("no/such/folder").toString(), "1");

        assertThatThrownBy(() -> loop.run(SEED, cycle -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("NoSuchFileException");
    }

    @Test
    void a_program_that_throws_before_an_early_kill_was_not_killed() {
        Duration late = Duration.ofMinutes(1);
        long seed = seedOf(late, true);
        KillLoop loop = KillLoop.of(Thrower.class).cycles(1).maximumStart(late);

        assertThatThrownBy(() -> loop.run(seed, cycle -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code 1")
                .hasMessageContaining("Cycle 1 of 1 (Thrower, seed " + seed + ")")
                .hasMessageContaining("thrown on purpose");
    }

    @Test
    void a_program_that_throws_after_the_last_counted_acknowledgement_was_not_killed() {
        Duration late = Duration.ofMinutes(1);
        long seed = seedOf(late, false);
        KillLoop loop =
                KillLoop.of(Thrower.class).cycles(1).maximumAcknowledgements(1).maximumDelay(late);

        assertThatThrownBy(() -> loop.run(seed, cycle -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code 1");
    }

    @Test
    void a_program_that_hangs_is_a_failure_and_is_killed() {
        long seed = seedOf(Duration.ofMillis(1), false);
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        KillLoop loop = KillLoop.of(Hanger.class).cycles(1).maximumWait(Duration.ofMillis(500));

        assertThatThrownBy(() -> loop.run(seed, cycle -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle 1 of 1 (Hanger, seed " + seed + ")")
                .hasMessageContaining("hangs")
                .hasMessageContaining("PT0.5S");
        assertThat(ProcessHandle.current().children()).isSubsetOf(before);
    }

    @Test
    void bad_options_are_refused() {
        KillLoop loop = KillLoop.of(Writer.class);

        assertThatThrownBy(() -> loop.cycles(0)).hasMessage("cycles must be at least 1: 0");
        assertThatThrownBy(() -> loop.maximumAcknowledgements(0))
                .hasMessage("maximumAcknowledgements must be at least 1: 0");
        assertThatThrownBy(() -> loop.maximumStart(Duration.ofMillis(-1)))
                .hasMessage("maximumStart must not be negative: PT-0.001S");
        assertThatThrownBy(() -> loop.maximumWait(Duration.ZERO)).hasMessage("maximumWait must be positive: PT0S");
        assertThatThrownBy(() -> KillLoop.acknowledge("a\nb")).isInstanceOf(IllegalArgumentException.class);
    }

    /** A seed whose first kill comes early or not, and long after anything that a program does in this test. */
    private static long seedOf(Duration maximum, boolean early) {
        for (long seed = 0; ; seed++) {
            RandomGenerator random = Seeds.random(seed);
            boolean isEarly = random.nextInt(8) == 0;
            if (!isEarly) {
                random.nextInt(1, 2);
            }
            if (isEarly == early && random.nextLong(maximum.toNanos() + 1) > maximum.toNanos() / 2) {
                return seed;
            }
        }
    }

    /** What of the wanted is not there. AssertJ's containsAll compares each with each, and there are thousands. */
    private static Set<String> missing(Collection<String> wanted, Collection<String> there) {
        Set<String> missing = new HashSet<>(wanted);
        there.forEach(missing::remove);
        return missing;
    }

    private static List<String> linesOf(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Acknowledges once and throws. */
    static final class Thrower {
        public static void main(String[] arguments) {
            KillLoop.acknowledge("first");
            throw new IllegalStateException("thrown on purpose");
        }
    }

    /** Acknowledges nothing, and does not end. */
    static final class Hanger {
        public static void main(String[] arguments) throws InterruptedException {
            KillLoop.attempt("first");
            new CountDownLatch(1).await();
        }
    }

    /** Appends numbered lines, so many at a time; acknowledges each at once, which is only right if it is one at a time. */
    static final class Writer {
        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            int batch = Integer.parseInt(arguments[1]);
            List<String> buffer = new ArrayList<>();
            for (long next = linesOf(file).size(); ; next++) {
                String line = next + "-" + ProcessHandle.current().pid();
                KillLoop.attempt(line);
                buffer.add(line);
                if (buffer.size() == batch) {
                    Files.write(file, buffer, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    buffer.clear();
                }
                KillLoop.acknowledge(line);
            }
        }
    }
}
