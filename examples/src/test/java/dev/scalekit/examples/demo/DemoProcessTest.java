package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo as a process of its own, and how it ends. */
@Timeout(120)
final class DemoProcessTest {
    private static final Pattern DATABASE_PORT = Pattern.compile("\"name\":\"port\",\"value\":\"([0-9]+)\"");

    private static final Pattern PROCESS = Pattern.compile("\"name\":\"process\",\"value\":\"([0-9]+)\"");
    /** At least 80: more than ever wait while the workers work, so some in each server's queue. */
    private static final Pattern WAITING =
            Pattern.compile("\"name\":\"waiting\",\"value\":\"([89][0-9]|[1-9][0-9]{2,})\"");

    @TempDir
    Path folder;

    @Test
    void what_it_shows_fits_together_and_a_signal_ends_it_in_order() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder)) {
            demo.awaitCheckedOrders();
            ShownState shown = ShownState.parse(demo.state());
            List<ProcessHandle> servers = demo.process().descendants();

            demo.process().signal("TERM", List.of());

            assertThat(demo.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
            shown.assertFitsTogether();
            assertThat(demo.printed()).contains("Acknowledged orders lost");
            assertEndedInOrder(demo, servers);
        }
    }

    /** To everybody in its process group, as a terminal sends it. */
    @Test
    void ctrl_c_ends_an_experiment_too_and_nothing_is_claimed_of_it() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder, "--step", "1")) {
            demo.awaitCheckedOrders();
            List<ProcessHandle> servers = demo.process().descendants();
            demo.press("slow-database");
            demo.await("the experiment", () -> demo.state().contains("\"state\":\"slow\""));

            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -TERM \"$0\"",
                            "-" + demo.process().pid())
                    .start()
                    .waitFor();

            assertThat(demo.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
            assertThat(demo.printed()).contains("Acknowledged orders lost").doesNotContain("Pages took");
            assertEndedInOrder(demo, servers);
        }
    }

    private static void assertEndedInOrder(RunningDemo demo, List<ProcessHandle> servers) throws IOException {
        assertThat(demo.printed()).contains("demo: every promise held");
        assertThat(demo.process().exitCode()).hasValue(0);
        assertThat(servers).hasSizeGreaterThan(5).allMatch(OwnedProcess::isGone);
        // The JVM's performance data would be outside its folder, and stay after a kill.
        assertThat(servers).noneMatch(server -> RunningDemo.hasPerformanceData(server.pid()));
        assertThat(demo.runFolders()).isEmpty();
    }

    /** Evenly over the time that it takes to start. */
    static IntStream moments() {
        int count = Effort.scaled(4);
        return IntStream.rangeClosed(1, count).map(number -> number * 2_600 / count);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_signal_while_it_starts_ends_it_and_all_that_it_has_started(int millis) throws IOException {
        try (RunningDemo demo = RunningDemo.launch(folder, "--port", "0")) {
            LockSupport.parkNanos(millis * 1_000_000L);
            demo.process().signal("TERM", List.of());

            assertThat(demo.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
            demo.await(
                    "the end of its processes",
                    () -> RunningDemo.processesIn(folder).isEmpty());
            assertThat(demo.printed()).doesNotContain("Exception");
            assertThat(demo.runFolders()).as(demo.printed()).isEmpty();
        }
    }

    @Test
    void killed_it_takes_its_servers_with_it_and_the_next_one_cleans_up() throws IOException {
        try (RunningDemo demo = RunningDemo.start(folder, "--step", "2")) {
            List<ProcessHandle> servers = demo.process().descendants();

            demo.process().kill();

            demo.await("the end of the servers", () -> servers.stream().allMatch(OwnedProcess::isGone));
            assertThat(servers).hasSizeGreaterThan(5);
            assertThat(demo.runFolders()).hasSize(1);
        }
        endsAtOnceWithATakenPort();
        assertThat(folder).isDirectoryNotContaining("glob:**/run-*");
    }

    @Test
    void a_taken_port_is_said_at_once() throws IOException {
        endsAtOnceWithATakenPort();
    }

    private void endsAtOnceWithATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningDemo demo = RunningDemo.launch(folder, "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(demo.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
            assertThat(demo.printed())
                    .startsWith("demo: port " + taken.getLocalPort() + " is taken")
                    .hasLineCount(1);
            assertThat(demo.process().exitCode()).hasValue(1);
        }
    }

    @Test
    void an_order_deleted_behind_its_back_is_seen_and_decides_the_exit_code() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder, "--step", "1")) {
            demo.awaitCheckedOrders();

            deleteAnOrder(demo);

            demo.await("the page to say so", () -> demo.state().contains("\"violations\":1"));
            demo.process().signal("TERM", List.of());
            demo.process().awaitExit(RunningDemo.PATIENCE);
            assertThat(demo.printed())
                    .containsPattern("Acknowledged orders lost +1 ")
                    .contains("demo: NOT every promise held");
            assertThat(demo.process().exitCode()).hasValue(1);
        }
    }

    @Test
    void page_views_and_sessions_are_found_lost_that_are_deleted_behind_its_back() throws Exception {
        String soon = PageViewsLost.PATIENCE_PROPERTY + "=4";
        try (RunningDemo demo = RunningDemo.startWith(List.of(soon), folder, "--step", "5")) {
            demo.awaitCheckedOrders();
            demo.press("pause-workers");
            demo.await("page views to wait", () -> WAITING.matcher(demo.state()).find());

            deleteTheQueue(demo);
            execute(demo, "delete from scalekit_session");

            demo.await("the page to say so", () -> demo.state().contains("lost, of the products: "));
            demo.process().signal("TERM", List.of());
            demo.process().awaitExit(RunningDemo.PATIENCE);
            assertThat(demo.printed())
                    .containsPattern("Page views lost +[1-9]")
                    .containsPattern("Sessions lost +[1-9]")
                    .containsPattern("Acknowledged orders lost +0 ")
                    .contains("demo: NOT every promise held");
            assertThat(demo.process().exitCode()).hasValue(1);
        }
    }

    private static void deleteTheQueue(RunningDemo demo) throws IOException {
        Path queue = demo.runFolders().get(0).resolve("web1-views");
        try (Stream<Path> files = Files.list(queue)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Matcher process = PROCESS.matcher(demo.state());
        assertThat(process.find()).isTrue();
        ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow().destroyForcibly();
    }

    private static void deleteAnOrder(RunningDemo demo) throws SQLException {
        execute(
                demo,
                "with gone as (delete from order_line where order_id = 1 returning product_id, units)"
                        + " update product set sold = sold - units from gone where id = product_id",
                "delete from orders where id = 1");
    }

    private static void execute(RunningDemo demo, String... statements) throws SQLException {
        Matcher port = DATABASE_PORT.matcher(demo.state());
        assertThat(port.find()).isTrue();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port.group(1) + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
