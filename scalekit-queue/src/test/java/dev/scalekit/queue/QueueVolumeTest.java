package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.OwnedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ten million messages in a heap that could not hold a tenth of them. */
@Tag("soak")
final class QueueVolumeTest {
    private static final Logger LOG = LoggerFactory.getLogger(QueueVolumeTest.class);
    private static final int COUNT = 10_000_000;

    @TempDir
    Path folder;

    @Test
    void ten_million_messages_wait_in_a_heap_of_256_MiB() throws Exception {
        requireTaken("backlog", "-Xmx256m");
    }

    @Test
    void ten_million_delayed_messages_wait_in_a_heap_of_128_MiB() throws Exception {
        requireTaken("delayed", "-Xmx128m");
    }

    private void requireTaken(String kind, String heap) throws Exception {
        int count = Effort.upTo(COUNT);
        List<String> arguments = List.of(folder.resolve("queue").toString(), Integer.toString(count), kind);
        List<String> command = new ArrayList<>(ChildJvm.command(VolumeRun.class, arguments));
        command.replaceAll(argument -> argument.startsWith("-Xmx") ? heap : argument);
        command.remove("-XX:TieredStopAtLevel=1");
        Ticker ticker = Ticker.system();
        long start = ticker.nanos();
        try (OwnedProcess process = OwnedProcess.startPiped(kind, command, folder.resolve("errors"))) {
            String sent = process.output().readLine();
            String taken = process.output().readLine();
            LOG.info("{} {}: {}; {}", kind, heap, sent, taken);
            boolean held = sent.contains("sent " + count)
                    && sent.contains("failure null")
                    && taken.contains("took all true each once true")
                    && taken.endsWith("left 0");
            // Each message is a case; of those that went wrong it is not known how many.
            Evidence.append("queue.volume-" + kind, count, held ? 0 : 1, Duration.ofNanos(ticker.nanos() - start), 0);
            assertThat(held).as("%s; %s", sent, taken).isTrue();
        }
    }
}
