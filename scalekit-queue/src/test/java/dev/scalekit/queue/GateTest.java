package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** How much may wait in memory until it is written, and what becomes of those for whom there is no room. */
final class GateTest {
    private static final long SEED = 53;
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration LONG = Duration.ofDays(1);

    private final Gate gate = new Gate(1_000);

    @Test
    void what_is_larger_than_half_the_gate_takes_half_of_it() throws InterruptedException {
        assertThat(gate.weight(100, 1)).isEqualTo(356);
        assertThat(gate.weight(Integer.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(500);

        assertThat(gate.enter(gate.weight(5_000, 1), Duration.ZERO)).isTrue();
        assertThat(gate.enter(500, Duration.ZERO)).isTrue();
        assertThat(gate.enter(1, Duration.ZERO)).isFalse();
        gate.leave(1_000);
        assertThat(gate.enter(1_000, Duration.ZERO)).isTrue();
    }

    @Test
    void who_waits_in_vain_or_is_interrupted_takes_nothing_with_it() throws InterruptedException {
        assertThat(gate.enter(999, Duration.ZERO)).isTrue();

        assertThat(gate.enter(2, Duration.ofMillis(1))).isFalse();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gate.enter(2, LONG)).isInstanceOf(InterruptedException.class);

        assertThat(gate.enter(1, Duration.ZERO)).isTrue();
        gate.leave(1_000);
        assertThat(gate.enter(1_000, Duration.ZERO)).isTrue();
    }

    @Test
    void whoever_comes_and_goes_no_more_is_inside_than_may_be_and_nothing_is_lost() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RandomGenerator random = Seeds.random(SEED + i);
            FutureTask<Integer> task = new FutureTask<>(() -> {
                int entered = 0;
                for (int round = 0; round < Effort.scaled(5_000); round++) {
                    int weight = 1 + random.nextInt(round % 10 == 0 ? 1_000 : 300);
                    if (gate.enter(weight, random.nextBoolean() ? Duration.ZERO : LONG)) {
                        most.accumulateAndGet(inside.addAndGet(weight), Math::max);
                        inside.addAndGet(-weight);
                        gate.leave(weight);
                        entered++;
                    }
                }
                return entered;
            });
            tasks.add(task);
            new Thread(task, "passer-" + i).start();
        }

        for (FutureTask<Integer> task : tasks) {
            assertThat(task.get(40, TimeUnit.SECONDS)).isPositive();
        }
        assertThat(most).hasValueLessThanOrEqualTo(1_000);
        assertThat(gate.enter(1_000, Duration.ZERO)).isTrue();
    }

    private static HandDrivenQueue open(WhenFull whenFull) throws IOException {
        return HandDrivenQueue.open(
                new SimDisk(),
                FileQueueBuilderTest.strings(Path.of("unused"))
                        .segmentBytes(5 * MEBIBYTE)
                        .minimumFreeDisk(0)
                        .whenFull(whenFull)
                        .options());
    }

    private static CompletableFuture<MessageId> sendMebibyte(HandDrivenQueue stepped) {
        return stepped.queue().sendAsync("x".repeat(MEBIBYTE));
    }

    /** Sends as much as may wait; a record is a little larger than its message, so that 31 fit into 32 MiB. */
    private static List<CompletableFuture<MessageId>> fill(HandDrivenQueue stepped) {
        List<CompletableFuture<MessageId>> sent = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            sent.add(sendMebibyte(stepped));
        }
        assertThat(sent).noneMatch(CompletableFuture::isDone);
        return sent;
    }

    @Test
    void messages_that_are_not_stored_yet_take_32_MiB_and_the_next_one_is_refused() throws Exception {
        try (HandDrivenQueue stepped = open(WhenFull.refuse())) {
            List<CompletableFuture<MessageId>> sent = fill(stepped);

            assertThatExceptionOfType(QueueFullException.class)
                    .isThrownBy(() -> stepped.get(sendMebibyte(stepped)))
                    .withMessageContaining("more than 33554432 bytes wait in memory to be written");

            // What was sent is stored meanwhile, and there is room again.
            assertThat(sent).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
            stepped.get(sendMebibyte(stepped));
            assertThat(stepped.queue().stats().sent()).isEqualTo(32);
        }
    }

    @Test
    void a_sender_for_whose_message_there_is_no_room_in_memory_waits_as_long_as_it_may() throws Exception {
        try (HandDrivenQueue stepped = open(WhenFull.waitUpTo(Duration.ofMillis(1)))) {
            fill(stepped);

            CompletableFuture<MessageId> refused = sendMebibyte(stepped);

            assertThat(refused).isCompletedExceptionally();
            assertThatExceptionOfType(QueueFullException.class)
                    .isThrownBy(() -> stepped.get(refused))
                    .satisfies(e -> assertThat(e.waited()).isEqualTo(Duration.ofMillis(1)));
        }
        try (HandDrivenQueue stepped = open(WhenFull.waitUpTo(LONG))) {
            fill(stepped);
            FutureTask<CompletableFuture<MessageId>> sender = new FutureTask<>(() -> sendMebibyte(stepped));
            Thread thread = blocked(sender);

            stepped.settle();

            thread.join();
            assertThat(stepped.get(sender.get()).value()).isGreaterThan(31);
        }
    }

    @Test
    void an_interrupted_sender_that_waits_for_room_in_memory_stores_nothing_and_is_still_interrupted()
            throws Exception {
        try (HandDrivenQueue stepped = open(WhenFull.waitUpTo(LONG))) {
            fill(stepped);
            FutureTask<CompletableFuture<MessageId>> sender = new FutureTask<>(() -> {
                CompletableFuture<MessageId> sent = sendMebibyte(stepped);
                assertThat(Thread.interrupted()).isTrue();
                return sent;
            });
            Thread thread = blocked(sender);

            thread.interrupt();

            assertThatExceptionOfType(QueueFullException.class)
                    .isThrownBy(() -> stepped.get(sender.get()))
                    .withMessageContaining("interrupted");
            assertThat(stepped.queue().stats().sent()).isEqualTo(31);
        }
    }

    /** Starts somebody who then waits. */
    private static Thread blocked(Runnable task) {
        Thread thread = new Thread(task, "sender");
        thread.start();
        Await.until("the wait", Duration.ofSeconds(20), () -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
