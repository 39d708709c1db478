package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnedProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void output_and_errors_go_to_the_log() throws IOException {
        Path log = folder.resolve("a log's name");

        try (OwnedProcess process = OwnedProcess.start(
                "echo", List.of("sh", "-c", "echo \"$1\"; echo failed >&2; exit 3", "sh", "it's  a 'word'"), log)) {
            assertThat(process.awaitExit(PATIENCE)).isTrue();

            assertThat(process.exitCode()).hasValue(3);
            assertThat(Files.readAllLines(log)).containsExactly("it's  a 'word'", "failed");
        }
    }

    @Test
    void piped_output_is_read_and_errors_go_to_the_log() throws IOException {
        Path log = folder.resolve("errors");

        try (OwnedProcess process =
                OwnedProcess.startPiped("echo", List.of("sh", "-c", "echo one; echo two >&2; cat"), log)) {
            assertThat(process.output().lines()).containsExactly("one");

            assertThat(process.awaitExit(PATIENCE)).isTrue();
            assertThat(Files.readAllLines(log)).containsExactly("two");
        }
    }

    @Test
    void a_killed_process_is_gone_and_says_by_which_signal() {
        try (OwnedProcess process = sleeper()) {
            ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();

            process.kill();

            assertThat(process.isAlive()).isFalse();
            assertThat(process.exitCode()).hasValue(128 + 9);
            assertThat(OwnedProcess.isGone(handle)).isTrue();
        }
    }

    @Test
    void closing_ends_the_process_and_everything_around_it() {
        OwnedProcess process = sleeper();
        List<ProcessHandle> around = ProcessHandle.current().descendants().toList();

        process.close();
        process.close();

        Await.until("the end of " + around, PATIENCE, () -> around.stream().allMatch(OwnedProcess::isGone));
        assertThat(around).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void an_interrupted_thread_closes_too_and_stays_interrupted() {
        OwnedProcess process = sleeper();
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
        Thread.currentThread().interrupt();

        process.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(OwnedProcess.isGone(handle)).isTrue();
    }

    @Test
    void a_command_that_does_not_exist_ends_with_127() throws IOException {
        Path log = folder.resolve("log");

        try (OwnedProcess process = OwnedProcess.start("nothing", List.of("/no/such/program"), log)) {
            assertThat(process.awaitExit(PATIENCE)).isTrue();

            assertThat(process.exitCode()).hasValue(127);
            assertThat(Files.readString(log)).contains("/no/such/program");
        }
    }

    @Test
    void the_log_must_be_writable() {
        try (OwnedProcess process = OwnedProcess.start("true", List.of("true"), folder.resolve("no/such/folder"))) {
            assertThat(process.awaitExit(PATIENCE)).isTrue();

            assertThat(process.exitCode().orElseThrow()).isNotZero();
        }
    }

    @Test
    void a_timeout_is_told() {
        try (OwnedProcess process = sleeper()) {
            assertThat(process.awaitExit(Duration.ofMillis(1))).isFalse();

            assertThat(process.exitCode()).isEmpty();
            assertThatThrownBy(() -> Await.until("a miracle", Duration.ofMillis(1), () -> false, () -> ": none"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Waited PT0.001S in vain for a miracle: none");
        }
    }

    @Test
    void no_process_outlives_a_killed_jvm_not_even_a_stopped_one() throws IOException {
        try (OwnedProcess jvm = OwnedProcess.startPiped("owner", ChildJvm.command(Owner.class, List.of()), null)) {
            List<ProcessHandle> owned = Stream.of(
                            jvm.output().readLine(), jvm.output().readLine())
                    .map(line -> ProcessHandle.of(Long.parseLong(line)).orElseThrow())
                    .toList();
            assertThat(owned).allMatch(ProcessHandle::isAlive);

            jvm.kill();

            Await.until("the end of " + owned, PATIENCE, () -> owned.stream().allMatch(OwnedProcess::isGone));
        }
    }

    private OwnedProcess sleeper() {
        return OwnedProcess.start("sleeper", List.of("sleep", "1000"), folder.resolve("log"));
    }

    /** Owns a process with a stopped child of its own, and hangs. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            OwnedProcess process =
                    OwnedProcess.startPiped("nested", List.of("sh", "-c", "sleep 1000 & echo ready; wait"), null);
            process.output().readLine();
            List<ProcessHandle> children = process.descendants();
            process.endTogetherWith(children);
            process.signal("STOP", children);
            System.out.println(process.pid());
            System.out.println(children.get(0).pid());
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
