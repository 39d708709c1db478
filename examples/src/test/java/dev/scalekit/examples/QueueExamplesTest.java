package dev.scalekit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs the examples of the queue as they are, and reads what they print. */
@ResourceLock(Resources.SYSTEM_OUT)
final class QueueExamplesTest {
    @TempDir
    Path folder;

    @Test
    void a_work_queue_does_what_was_sent() throws Exception {
        List<String> lines = printedBy(WorkQueue::main);

        assertThat(lines.subList(0, 3))
                .containsExactlyInAnyOrder(
                        "mail to ada@example.org", "mail to grace@example.org", "mail to alan@example.org");
        assertThat(lines.get(3)).isEqualTo("left: 0");
    }

    @Test
    void each_group_gets_every_event_and_the_events_of_a_key_in_order() throws Exception {
        List<String> lines = printedBy(PublishSubscribe::main);

        assertThat(lines.stream().filter(line -> line.startsWith("search")))
                .containsExactly("search index: created", "search index: renamed", "search index: deleted");
        assertThat(lines.stream().filter(line -> line.startsWith("audit")))
                .hasSize(3)
                .isSorted();
    }

    @Test
    void what_fails_is_tried_again_dies_and_is_redriven_and_what_is_delayed_comes_as_well() throws Exception {
        List<String> lines = printedBy(DelayAndRetry::main);

        assertThat(lines)
                .contains(
                        "refund stored once: true",
                        "dead after 3 attempts: charge, java.lang.IllegalStateException: the shop is down, attempt 3")
                .containsOnlyOnce("done: charge", "done: refund", "done: remind");
        assertThat(lines.indexOf("done: charge")).isGreaterThan(lines.indexOf("done: refund"));
    }

    @Test
    void messages_are_taken_in_batches() throws Exception {
        List<String> lines = printedBy(PullAndBatch::main);

        assertThat(lines).containsExactly("wrote 100 page views", "wrote 100 page views", "wrote 50 page views");
    }

    private List<String> printedBy(Printed.Main main) throws Exception {
        return Printed.by(main, folder.resolve("queue").toString());
    }
}
