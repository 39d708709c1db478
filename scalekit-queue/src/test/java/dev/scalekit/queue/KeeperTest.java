package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class KeeperTest {
    private final SteppedQueue.Clock clock = new SteppedQueue.Clock();

    /** Somebody who waits in each group. */
    private static List<Demand> demands(SteppedQueue queue) {
        List<Demand> demands = new ArrayList<>();
        for (int group = 0; group < SteppedQueue.GROUPS.size(); group++) {
            demands.add(queue.group(group).demand());
        }
        queue.settle();
        return demands;
    }

    private static void acknowledge(SteppedQueue queue, List<Demand> demands) {
        for (int group = 0; group < SteppedQueue.GROUPS.size(); group++) {
            LeasedDelivery<String> delivery =
                    Objects.requireNonNull(queue.group(group).delivery(demands.get(group)));
            var unused = delivery.ackAsync();
        }
        queue.settle();
    }

    private static void consume(SteppedQueue queue) {
        acknowledge(queue, demands(queue));
    }

    /**
     * Sends and consumes so much that most of what is in the files is not needed any more. Somebody waits already, so the
     * dispatcher gets what was stored without reading it.
     */
    private static void churn(SteppedQueue queue) {
        for (int i = 0; i < 40; i++) {
            List<Demand> demands = demands(queue);
            var unused = queue.queue().sendAsync(Message.of("x".repeat(800)));
            queue.settle();
            acknowledge(queue, demands);
        }
    }

    @Test
    void a_move_that_could_not_read_is_begun_anew() throws IOException {
        FailingReads disk = new FailingReads(new SimDisk());
        int moves = 0;
        for (int at = 1; at < 20; at++) {
            SteppedQueue queue = SteppedQueue.open(disk, clock, new QueueListener() {}, true);
            var unused = queue.queue().sendAsync(Message.of("pinned").delay(Duration.ofDays(1)));
            queue.settle();
            disk.fail(at, 3);
            churn(queue);
            moves += disk.reads() >= at ? 1 : 0;

            disk.fail(0, 0);
            clock.advance(Duration.ofMinutes(10));
            churn(queue);

            assertThat(queue.engine().store().log().chain())
                    .as("read %d failed", at)
                    .hasSizeLessThan(5);
            queue.close();
        }
        assertThat(moves).isGreaterThan(10);
    }

    @Test
    void the_log_stays_within_three_times_what_is_needed_and_two_segments_though_messages_stay() throws IOException {
        SimDisk disk = new SimDisk();
        SteppedQueue queue = SteppedQueue.open(disk, clock, new QueueListener() {}, false);
        for (int i = 0; i < 40; i++) {
            var unused = queue.queue().sendAsync(Message.of("y".repeat(800)).delay(Duration.ofDays(1)));
        }

        for (int round = 0; round < 10; round++) {
            churn(queue);
            long live = queue.engine().ledger().liveBytes();
            assertThat(live).isGreaterThan(40 * 800);
            requireSmall(queue, disk, live, 2);
        }
        assertThat(queue.engine().store().log().chain().firstKey())
                .as("the delayed ones were moved")
                .isGreaterThan(10);
        queue.close();
    }

    @Test
    void the_log_stays_within_three_times_what_is_needed_and_two_segments_though_one_small_message_stays()
            throws IOException {
        SimDisk disk = new SimDisk();
        SteppedQueue queue = SteppedQueue.open(disk, clock, new QueueListener() {}, false);
        var unused = queue.queue().sendAsync(Message.of("pinned").delay(Duration.ofDays(1)));

        for (int round = 0; round < 10; round++) {
            churn(queue);
            long live = queue.engine().ledger().liveBytes();
            assertThat(live).isBetween(1L, 200L);
            requireSmall(queue, disk, live, 1);
        }
        queue.close();
    }

    /**
     * Requires that the log takes no more than three times what is needed and two segments, and the directory no more besides
     * than the segments that are ready and 32 bytes for each delivery, which is the most that the hints take here.
     */
    private static void requireSmall(SteppedQueue queue, SimDisk disk, long live, int mostReady) throws IOException {
        long allowed = 3 * live + 2 * SteppedQueue.SEGMENT_BYTES;
        long segments = 0;
        long hints = 0;
        for (String name : disk.list()) {
            int bytes = disk.bytes(name).length;
            segments += name.startsWith("segment-") ? bytes : 0;
            hints += name.startsWith("segment-") ? 0 : bytes;
        }
        assertThat(queue.engine().store().log().chainBytes()).as("the log").isLessThanOrEqualTo(allowed);
        assertThat(segments)
                .as("with the segments that are ready")
                .isLessThanOrEqualTo(allowed + (long) mostReady * SteppedQueue.SEGMENT_BYTES);
        assertThat(hints).as("attempts and delays").isLessThanOrEqualTo(2 * 400 * 32 + 6 * SegmentHeader.BYTES);
    }

    @Test
    void a_move_for_which_there_is_no_room_is_not_tried_again_and_again() throws IOException {
        SimDisk disk = new SimDisk();
        SteppedQueue queue = SteppedQueue.open(disk, clock, new QueueListener() {}, false);
        for (int i = 0; i < 100; i++) {
            Message<String> message = Message.of("x".repeat(800));
            var unused = queue.queue().sendAsync(i % 5 == 0 ? message.delay(Duration.ofDays(1)) : message);
        }
        queue.settle();
        disk.fail(new SimDisk.FaultAt(1, SimDisk.Fault.FULL));

        for (int i = 0; i < 80; i++) {
            consume(queue);
        }

        assertThat(queue.engine().ledger().depth(0)).isEqualTo(20);
        assertThat(queue.engine().store().log().chain()).hasSizeGreaterThan(2);
        queue.close();
    }

    @Test
    void deduplication_ids_whose_time_is_over_hold_no_room_after_a_segment_went_or_an_opening() throws IOException {
        SimDisk disk = new SimDisk();
        SteppedQueue queue = SteppedQueue.open(disk, clock, new QueueListener() {}, false);
        sendWithIds(queue);
        clock.advance(SteppedQueue.WINDOW);
        churn(queue);
        int afterTrim = queue.engine().store().seen().size();
        sendWithIds(queue);
        queue.close();
        clock.advance(SteppedQueue.WINDOW);

        queue = SteppedQueue.open(disk, clock, new QueueListener() {}, false);

        assertThat(List.of(afterTrim, queue.engine().store().seen().size())).containsExactly(0, 0);
    }

    private static void sendWithIds(SteppedQueue queue) {
        for (int i = 0; i < 10; i++) {
            var unused = queue.queue().sendAsync(Message.of("m" + i).deduplicationId("once-" + i));
            consume(queue);
        }
    }

    @Test
    void deduplication_ids_that_fill_segments_are_not_written_again_for_ever() throws IOException {
        SteppedQueue queue = SteppedQueue.open(new SimDisk(), clock, new QueueListener() {}, false);

        for (int i = 0; i < 1_000; i++) {
            var unused = queue.queue().sendAsync(Message.of("m" + i).deduplicationId("once-" + i));
            consume(queue);
        }

        // 32,000 bytes of ids, in segments with room for 8,000 each.
        assertThat(queue.engine().store().log().chain()).hasSizeLessThan(14);
    }
}
