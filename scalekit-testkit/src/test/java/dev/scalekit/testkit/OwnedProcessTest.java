package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnedProcessTest {
    private static final String IGNORED = "whoever has started this ignores the signal, as nohup and a shell's & do";
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

    @Test
    void the_process_id_is_that_of_the_command_which_leads_a_session_of_its_own() throws IOException {
        try (OwnedProcess process =
                OwnedProcess.startPiped("echo", List.of("sh", "-c", "echo $$; exec sleep 1000"), null)) {
            assertThat(process.output().readLine()).isEqualTo(Long.toString(process.pid()));

            if (hasSessions()) {
                String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
                // After the name in brackets: state, parent, process group, session.
                List<String> fields =
                        List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
                assertThat(fields.get(3)).isEqualTo(Long.toString(process.pid()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HUP,1", "TERM,15"})
    void a_signal_to_the_process_is_heard(String signal, int number) throws IOException {
        assumeFalse(isIgnored(number), IGNORED);
        try (OwnedProcess process = sleeper()) {
            process.signal(signal, List.of());

            assertThat(process.awaitExit(PATIENCE)).isTrue();
            assertThat(process.exitCode()).hasValue(128 + number);
        }
    }

    /** A process begins with the signals ignored that the one ignores that starts it, and a shell cannot undo that. */
    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).trim())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(ignored, 16) >>> (signal - 1) & 1) == 1;
    }

    @Test
    void nothing_of_it_is_left_once_it_is_closed() {
        for (int i = 0; i < 30; i++) {
            OwnedProcess process = sleeper();
            List<ProcessHandle> all = ProcessHandle.current().descendants().toList();

            process.close();

            assertThat(all).hasSizeGreaterThan(1).allMatch(OwnedProcess::isGone);
        }
    }

    @Test
    void signals_to_the_shell_around_it_change_nothing() throws Exception {
        Path pipe = folder.resolve("pipe");
        String script = "mkfifo \"$1\" && echo ready; read -r line <\"$1\"; exit 7";
        try (OwnedProcess process =
                OwnedProcess.startPiped("reader", List.of("sh", "-c", script, "sh", pipe.toString()), null)) {
            assertThat(process.output().readLine()).isEqualTo("ready");
            ProcessHandle shell = ProcessHandle.of(process.pid())
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();

            for (String signal : List.of("INT", "HUP", "QUIT", "TERM", "INT")) {
                signal(signal, shell.pid());
            }

            assertThat(process.awaitExit(Duration.ofMillis(200))).isFalse();
            Files.writeString(pipe, "");
            assertThat(process.awaitExit(PATIENCE)).isTrue();
            assertThat(process.exitCode()).hasValue(7);
        }
    }

    @Test
    void a_process_that_is_killed_after_a_signal_to_the_shell_around_it_says_so() throws Exception {
        try (OwnedProcess process = sleeper()) {
            ProcessHandle shell = ProcessHandle.of(process.pid())
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow();

            signal("INT", shell.pid());
            process.kill();

            assertThat(process.exitCode()).hasValue(128 + 9);
        }
    }

    /** As Ctrl-C does, the end of a terminal, and a build server that gives up. */
    @ParameterizedTest
    @CsvSource({"INT,2", "HUP,1", "TERM,15"})
    void a_signal_to_everybody_leaves_the_process_to_its_owner(String signal, int number) throws Exception {
        assumeFalse(isIgnored(number), IGNORED);
        assumeTrue(hasSessions(), "there is no setsid command: the process is in the group of its owner");
        try (GroupLeader jvm = new GroupLeader()) {
            assertThat(jvm.line()).isEqualTo("ready");
            ProcessHandle owned = ProcessHandle.of(Long.parseLong(jvm.line())).orElseThrow();

            signal(signal, -jvm.pid());

            assertThat(jvm.line()).isEqualTo("the hook finds it alive, exit code OptionalInt.empty");
            Await.until("the end of the JVM", PATIENCE, () -> !jvm.isAlive());
            Await.until("the end of " + owned, PATIENCE, () -> OwnedProcess.isGone(owned));
        }
    }

    @Test
    void no_process_outlives_a_process_group_that_is_killed_as_a_whole() throws Exception {
        assumeTrue(hasSessions(), "there is no setsid command");
        try (GroupLeader jvm = new GroupLeader()) {
            assertThat(jvm.line()).isEqualTo("ready");
            ProcessHandle owned = ProcessHandle.of(Long.parseLong(jvm.line())).orElseThrow();

            signal("KILL", -jvm.pid());

            Await.until("the end of the JVM", PATIENCE, () -> !jvm.isAlive());
            Await.until("the end of " + owned, PATIENCE, () -> OwnedProcess.isGone(owned));
        }
    }

    /** @param pid negative for a whole process group */
    private static void signal(String signal, long pid) throws Exception {
        int code = new ProcessBuilder("sh", "-c", "kill -\"$0\" \"$1\"", signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    private static boolean hasSessions() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
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

    /**
     * A JVM that leads a process group, as the one in a terminal does. Not an owned process: that would ignore SIGINT.
     * It ends with this JVM, by the end of its standard input.
     */
    private static final class GroupLeader implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        GroupLeader() throws IOException {
            List<String> command = new ArrayList<>(List.of("setsid"));
            command.addAll(ChildJvm.command(HookedOwner.class, List.of()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = process.inputReader(StandardCharsets.UTF_8);
        }

        long pid() {
            return process.pid();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        String line() throws IOException {
            return output.readLine();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            process.getOutputStream().close();
            output.close();
        }
    }

    /** Owns a process, and looks for it when it is told to end. */
    static final class HookedOwner {
        public static void main(String[] arguments) throws Exception {
            OwnedProcess process =
                    OwnedProcess.startPiped("owned", List.of("sh", "-c", "echo ready; exec sleep 1000"), null);
            String said = process.output().readLine();
            Thread hook = new Thread(
                    () -> System.out.println("the hook finds it " + (process.isAlive() ? "alive" : "dead")
                            + ", exit code " + process.exitCode()),
                    "hook");
            Runtime.getRuntime().addShutdownHook(hook);
            System.out.println(said);
            System.out.println(process.pid());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
