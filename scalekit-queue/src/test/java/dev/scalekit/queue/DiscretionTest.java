package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.take;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a queue logs, at any level, and whatever it throws: no body, key, header or deduplication id. */
final class DiscretionTest {
    private static final String CANARY = "canary7251";

    @TempDir
    Path folder;

    @Test
    void nothing_that_is_logged_or_thrown_has_a_body_key_header_or_deduplication_id() throws Exception {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(
                ChildJvm.command(Talkative.class, List.of(folder.resolve("q").toString())));
        command.add(1, "-Dorg.slf4j.simpleLogger.log.dev.scalekit.queue.FileQueue=trace");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(50, SECONDS)).isTrue();

        assertThat(Files.readString(output, UTF_8))
                .contains(
                        "QueueFullException",
                        "LeaseExpiredException",
                        "IllegalArgumentException",
                        "QueueClosedException",
                        "full, senders wait or are refused",
                        "failed at attempt 1",
                        "dead letters of group default are full",
                        "all was said")
                .doesNotContain(CANARY);
    }

    /** Has a queue log and throw what it can. */
    static final class Talkative {
        private Talkative() {}

        public static void main(String[] arguments) throws Exception {
            TestTime time = new TestTime();
            FileQueue<String> queue = FileQueueFixture.builder(
                            Path.of(arguments[0]),
                            QueueSpec.standard().maximumAttempts(1).maximumDeadLetters(1),
                            time)
                    .maximumMessages(3)
                    .whenFull(WhenFull.refuse())
                    .build();
            for (int i = 0; i < 3; i++) {
                queue.send(message("a" + i));
            }
            say(() -> queue.send(message("refused")));
            say(() -> queue.sendAll(List.of(message("x".repeat(300_000)))));
            Delivery<String> late = take(queue);
            time.pass(Duration.ofSeconds(30));
            say(() -> {
                late.ack();
                return late;
            });
            say(() -> Message.of(CANARY).key(CANARY.repeat(200)));
            say(() -> Message.of(CANARY).header(CANARY + "\ud800", CANARY));
            Consumer consumer = queue.consume(ConsumerOptions.concurrency(1), delivery -> {
                throw new IllegalStateException("of the handler");
            });
            eventually("the dead letters", () -> queue.browse(1).isEmpty());
            System.out.println(
                    List.of(queue, consumer, queue.stats(), queue.deadLetters().browse(1), late));
            queue.close();
            say(() -> queue.send(message("late")));
            System.out.println("all was said");
        }

        private static Message<String> message(String id) {
            return Message.of(CANARY + id.length())
                    .key(CANARY)
                    .header(CANARY, CANARY)
                    .deduplicationId(CANARY + id);
        }

        private static void say(Callable<?> call) {
            try {
                call.call();
                throw new AssertionError("It should have been refused");
            } catch (Exception e) {
                e.printStackTrace(System.out);
            }
        }
    }
}
