package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.OwnedProcess;
import dev.scalekit.testkit.Tally;
import java.nio.file.Path;
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
        try (Tally tally = Tally.of("queue.volume-" + kind, 0);
                OwnedProcess process = OwnedProcess.startPiped(kind, command, folder.resolve("errors"))) {
            String sent = process.output().readLine();
            String taken = process.output().readLine();
            LOG.info("{} {}: {}; {}", kind, heap, sent, taken);
            tally.count(() -> {
                assertThat(sent).contains("sent " + count, "failure null");
                assertThat(taken).contains("took all true", "each once true", "left 0");
            });
        }
    }
}
