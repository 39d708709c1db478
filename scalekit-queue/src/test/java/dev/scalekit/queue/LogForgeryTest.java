package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a name says begins no line of a log. How an exception is printed, a handler's own above all, is the log's. */
final class LogForgeryTest {
    private static final String FORGED = "FORGED";

    @TempDir
    Path folder;

    @Test
    void no_name_begins_a_line_of_the_log() throws Exception {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(ChildJvm.command(Careless.class, List.of(folder.toString())));
        command.add(1, "-Dorg.slf4j.simpleLogger.log.dev.scalekit.queue.FileQueue=info");

        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).anyMatch(line -> line.contains("failed at attempt 1"));
        assertThat(lines).noneMatch(line -> line.startsWith(FORGED));
    }

    /** A program whose folder's name has the end of a line. */
    static final class Careless {
        private Careless() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]).resolve("q\r\n" + FORGED + " by the directory");
            try (FileQueue<String> queue = FileQueue.builder(
                            directory, (String body) -> body.getBytes(UTF_8), SteppedQueue::text)
                    .minimumFreeDisk(0)
                    .maximumAttempts(1)
                    .build()) {
                queue.send("a");
                try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(1), delivery -> {
                    throw new IllegalStateException("no");
                })) {
                    consumer.drain(Duration.ofSeconds(20));
                }
            }
        }
    }
}
