package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

final class LeakCheckTest {
    /** What the fixtures left, for this test to clear away. */
    private static final Deque<AutoCloseable> LEFT = new ArrayDeque<>();

    @AfterEach
    void clear_away() throws Exception {
        while (!LEFT.isEmpty()) {
            LEFT.pop().close();
        }
    }

    @Test
    void a_class_that_tidies_up_passes() {
        assertThat(failureOf(Tidy.class)).isEmpty();
    }

    @Test
    void a_thread_is_found_with_its_stack() {
        assertThat(failureOf(LeavesThread.class).orElseThrow())
                .contains("LeavesThread left behind:")
                .contains("thread \"forgotten\", a daemon")
                .contains("CountDownLatch.await");
    }

    @Test
    void the_thread_of_an_http_client_that_cannot_be_closed_passes() {
        assertThat(failureOf(UsesHttpClient.class)).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .anyMatch(name -> name.matches("HttpClient-\\d+-SelectorManager"));
    }

    @Test
    void a_process_is_found_with_its_command() {
        assertThat(failureOf(LeavesProcess.class).orElseThrow())
                .contains("process ")
                .contains("sleep 1000");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "open files are listed in /proc")
    void an_open_file_is_found_with_its_path() {
        assertThat(failureOf(LeavesFile.class).orElseThrow())
                .contains("open file ")
                .contains("forgotten-file");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "open sockets are listed in /proc")
    void an_open_socket_is_found() {
        assertThat(failureOf(LeavesSocket.class).orElseThrow()).contains("open socket:");
    }

    @Test
    void a_folder_of_the_testkit_is_found() {
        assertThat(failureOf(LeavesFolder.class).orElseThrow()).contains("temporary folder scalekit-forgotten-");
    }

    @Test
    void what_a_nested_class_leaves_is_found_once_and_only_if_nobody_clears_it_away() {
        assertThat(failureOf(ClearsAwayAfterNested.class)).isEmpty();
        assertThat(failureOf(LeavesInNested.class).orElseThrow()).contains("LeavesInNested left behind:");
    }

    private static Optional<String> failureOf(Class<?> fixture) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(fixture))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(LeakCheck.PATIENCE, "PT0.2S")
                .execute();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(1);
        return results.containerEvents().failed().stream()
                .map(event -> event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .findFirst();
    }

    private static void leave(AutoCloseable resource) {
        LEFT.push(resource);
    }

    private static void leaveSocket() throws IOException {
        leave(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    static final class Tidy {
        @Test
        void uses_one_of_each() throws Exception {
            Path file = Files.createTempFile("tidy", null);
            try (FileInputStream in = new FileInputStream(file.toFile());
                    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    OwnedProcess process = OwnedProcess.start("true", List.of("true"), file)) {
                Thread thread = new Thread(() -> {}, "tidy");
                thread.start();
                thread.join();
                assertThat(in.available() + socket.getLocalPort() + process.pid())
                        .isPositive();
            }
            Files.delete(file);
        }
    }

    static final class LeavesThread {
        @Test
        void leaves_it() {
            CountDownLatch never = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "forgotten");
            thread.setDaemon(true);
            thread.start();
            leave(() -> {
                never.countDown();
                thread.join();
            });
        }
    }

    static final class UsesHttpClient {
        @Test
        void keeps_it() {
            HttpClient client = HttpClient.newBuilder().executor(Runnable::run).build();
            // Whoever is referred to does not end.
            leave(client::version);
        }
    }

    static final class LeavesProcess {
        @Test
        void leaves_it() throws IOException {
            Process process = new ProcessBuilder("sleep", "1000").start();
            leave(() -> process.destroyForcibly().waitFor());
        }
    }

    static final class LeavesFile {
        @Test
        void leaves_it() throws IOException {
            Path file = Files.createTempFile("forgotten-file", null);
            FileInputStream in = new FileInputStream(file.toFile());
            leave(() -> {
                in.close();
                Files.delete(file);
            });
        }
    }

    static final class LeavesSocket {
        @Test
        void leaves_it() throws IOException {
            leaveSocket();
        }
    }

    static final class LeavesFolder {
        @Test
        void leaves_it() throws IOException {
            Path folder = Files.createTempDirectory(
                    "scalekit-forgotten-" + ProcessHandle.current().pid() + "-");
            leave(() -> Files.delete(folder));
        }
    }

    static final class LeavesInNested {
        @Nested
        final class Inner {
            @Test
            void leaves_it() throws IOException {
                leaveSocket();
            }
        }
    }

    static final class ClearsAwayAfterNested {
        @AfterAll
        static void clear_away() throws Exception {
            LEFT.pop().close();
        }

        @Nested
        final class Inner {
            @Test
            void leaves_it() throws IOException {
                leaveSocket();
            }
        }
    }
}
