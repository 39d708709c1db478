package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;

/** Runs the queue and its peers for a moment; closing one reads back what it was sent. */
final class QueueSubjectsTest {
    private static final Duration MOMENT = Duration.ofMillis(250);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "DurableSend, fileQueue, 2",
        "DurableSend, artemis, 2",
        "DurableSend, artemisTuned, 2",
        "DurableSend, tape, 2",
        "PipelinedSend, fileQueue, 1",
        "SendHandleAck, fileQueue, 2",
        "ManyProducers, platform, 1",
        "DeepBacklog, shallow, 2",
        "OpenQueue, read, 1",
        "OpenQueue, check, 1",
        "OpenQueue, fileQueue, 1"
    })
    void a_subject_has_on_disk_what_it_was_sent(String type, String subject, int threads) throws Exception {
        LoadOrder order = new LoadOrder(
                "dev.scalekit.bench." + type,
                subject,
                new Load(threads, 0),
                Comparison.NO_SIZE,
                false,
                0,
                MOMENT,
                MOMENT,
                folder);

        LoadResult result = order.carryOut();

        assertThat(result.operations()).isPositive();
    }

    /** Chronicle needs options of the JVM, KahaDB leaves files open, and the broker threads. */
    @ParameterizedTest
    @CsvSource({"DurableSend, chronicle", "DurableSend, kahaDb", "PipelinedSend, kahaDb", "SendHandleAck, artemisTuned"
    })
    void others_run_in_a_jvm_of_their_own_and_leave_no_file(String type, String peer) throws Exception {
        Trial trial = Comparison.of(Class.forName("dev.scalekit.bench." + type)).get(0).trials().stream()
                .filter(each -> each.method().getName().equals(peer))
                .findFirst()
                .orElseThrow();
        Effort effort = new Effort(1, true, 1, 1, MOMENT);

        RunResult result = new LoadFork(effort, folder.resolve("work"), folder.resolve("log")).run(trial);

        assertThat(result.getPrimaryResult().getScore()).isPositive();
        assertThat(folder).isDirectoryContaining("glob:**log").isDirectoryNotContaining("glob:**work");
    }
}
