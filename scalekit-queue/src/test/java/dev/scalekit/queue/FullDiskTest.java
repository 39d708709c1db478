package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lets the disk be full from any operation on: whatever was stored can be acknowledged, one by one. */
final class FullDiskTest {
    private static final int MESSAGES = 2_000;

    private final TestTime time = new TestTime();

    /** A disk that says there is room when there is none: somebody else has taken it meanwhile. */
    private static final class LyingDisk extends SimDisk {
        @Override
        public long usableSpace() {
            return Long.MAX_VALUE;
        }
    }

    private Options options() {
        return FileQueueBuilderTest.strings(Path.of("unused"))
                .segmentBytes(128 << 10)
                .maximumBytes(512 << 20)
                .maximumMessageBytes(16 << 10)
                .minimumFreeDisk(0)
                .whenFull(WhenFull.refuse())
                .clock(time.wall())
                .ticker(time.ticker())
                .options();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everything_that_was_stored_can_be_acknowledged_one_by_one(boolean lies) throws Exception {
        int runs = Effort.scaled(12);
        int operations = sent(lies ? new LyingDisk() : new SimDisk(), FaultAt.NONE);
        try (Tally tally = Tally.of("queue.full-disk", 0)) {
            for (int run = 0; run < runs; run++) {
                int at = 1 + run * operations / runs;
                tally.count(() -> sent(lies ? new LyingDisk() : new SimDisk(), new FaultAt(at, Fault.FULL)));
            }
        }
    }

    @Test
    void a_queue_is_opened_and_emptied_on_a_disk_that_is_full() throws Exception {
        SimDisk disk = new LyingDisk();
        int stored;
        try (HandDrivenQueue stepped = HandDrivenQueue.open(disk, options())) {
            stored = send(stepped);
        }
        disk.fail(new FaultAt(1, Fault.FULL));

        try (HandDrivenQueue stepped = HandDrivenQueue.open(disk, options())) {
            assertThat(stepped.empty()).isEqualTo(stored).isPositive();
        }
    }

    /** Sends until the disk is full, acknowledges all, and opens again; returns how many operations there were. */
    private int sent(SimDisk disk, FaultAt fault) throws Exception {
        int operations;
        try (HandDrivenQueue stepped = HandDrivenQueue.open(disk, options())) {
            disk.fail(fault);
            int stored = send(stepped);
            operations = disk.operations();

            assertThat(stepped.empty()).isEqualTo(stored);
            assertThat(stepped.queue().stats().state()).isNotEqualTo(QueueStats.State.FAILED);
        }
        disk.fail(FaultAt.NONE);
        try (HandDrivenQueue stepped = HandDrivenQueue.open(disk, options())) {
            assertThat(stepped.look()).isEmpty();
            stepped.send(Message.of("there is room"));
        }
        return operations;
    }

    private static int send(HandDrivenQueue stepped) {
        List<CompletableFuture<MessageId>> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            sent.add(stepped.queue().sendAsync("x".repeat(i % 3 == 0 ? 1_000 : 10)));
            if (i % 7 == 0) {
                stepped.settle();
            }
        }
        stepped.settle();
        assertThat(sent).allMatch(CompletableFuture::isDone);
        return (int)
                sent.stream().filter(one -> !one.isCompletedExceptionally()).count();
    }
}
