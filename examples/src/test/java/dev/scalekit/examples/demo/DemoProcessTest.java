package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo as a process of its own, and how it ends. */
@Timeout(120)
final class DemoProcessTest {
    private static final Pattern DATABASE_PORT = Pattern.compile("\"name\":\"port\",\"value\":\"([0-9]+)\"");

    private static final Pattern PROCESS = Pattern.compile("\"name\":\"process\",\"value\":\"([0-9]+)\"");
    private static final Pattern WAITING = Pattern.compile("\"name\":\"waiting\",\"value\":\"[1-9][0-9]+\"");

    @TempDir
    Path folder;

    /** To it alone, as kill does; and to everybody in its process group, as a terminal does at Ctrl-C. */
    @ParameterizedTest
    @CsvSource({"'', 7", "-, 1"})
    void a_signal_ends_it_in_order(String group, String step) throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder, "--step", step)) {
            demo.awaitCheckedOrders();
            List<ProcessHandle> servers = demo.process().descendants();

            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -TERM \"$0\"",
                            group + demo.process().pid())
                    .start()
                    .waitFor();

            assertThat(demo.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
            assertThat(demo.printed()).contains("Acknowledged orders lost", "demo: every promise held");
            assertThat(demo.process().exitCode()).hasValue(0);
            assertThat(servers).hasSizeGreaterThan(5).allMatch(OwnedProcess::isGone);
            // The JVM's performance data would be outside its folder, and stay after a kill.
            assertThat(servers).noneMatch(server -> RunningDemo.hasPerformanceData(server.pid()));
            assertThat(demo.runFolders()).isEmpty();
        }
    }

    @Test
    void the_end_of_the_demo_ends_an_experiment_and_claims_nothing_of_it() throws IOException {
        try (RunningDemo demo = RunningDemo.start(folder, "--step", "1")) {
            demo.awaitCheckedOrders();
            demo.press("slow-database");
            demo.await("the experiment", () -> demo.state().contains("\"state\":\"slow\""));

            demo.process().signal("TERM", List.of());

            assertThat(demo.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
            assertThat(demo.printed()).contains("demo: every promise held").doesNotContain("Pages took");
            assertThat(demo.process().exitCode()).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200, 500, 800, 1_100, 1_500, 2_000, 2_600})
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
        try (RunningDemo demo = RunningDemo.start(folder)) {
            List<ProcessHandle> servers = demo.process().descendants();

            demo.process().kill();

            demo.await("the end of the servers", () -> servers.stream().allMatch(OwnedProcess::isGone));
            assertThat(servers).hasSizeGreaterThan(5);
        }
        try (RunningDemo next = RunningDemo.start(folder, "--step", "1", "--seconds", "5")) {
            next.process().awaitExit(RunningDemo.PATIENCE);

            assertThat(next.runFolders()).isEmpty();
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
    void page_views_are_found_lost_whose_queue_is_deleted_while_they_wait_in_it() throws Exception {
        try (RunningDemo demo = RunningDemo.start(folder, "--step", "5")) {
            demo.awaitCheckedOrders();
            demo.press("pause-workers");
            demo.await("page views to wait", () -> WAITING.matcher(demo.state()).find());

            deleteTheQueue(demo);

            demo.await("the page to say so", () -> demo.state().contains("lost, of the products: "));
            demo.process().signal("TERM", List.of());
            demo.process().awaitExit(RunningDemo.PATIENCE);
            assertThat(demo.printed())
                    .containsPattern("Page views lost +[1-9]")
                    .containsPattern("Acknowledged orders lost +0 ")
                    .contains("demo: NOT every promise held");
            assertThat(demo.process().exitCode()).hasValue(1);
        }
    }

    @Test
    void a_taken_port_is_said_at_once() throws IOException {
        try (RunningDemo first = RunningDemo.start(folder, "--step", "1")) {
            String port = first.address().substring(first.address().lastIndexOf(':') + 1);
            try (RunningDemo second = RunningDemo.launch(folder, "--port", port)) {
                assertThat(second.process().awaitExit(RunningDemo.PATIENCE)).isTrue();
                assertThat(second.printed())
                        .startsWith("demo: port " + port + " is taken")
                        .hasLineCount(1);
                assertThat(second.process().exitCode()).hasValue(1);
            }
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
        Matcher port = DATABASE_PORT.matcher(demo.state());
        assertThat(port.find()).isTrue();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port.group(1) + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("with gone as (delete from order_line where order_id = 1 returning product_id, units)"
                    + " update product set sold = sold - units from gone where id = product_id");
            statement.execute("delete from orders where id = 1");
        }
    }
}
