package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What senders meet at the limits of a queue, and that whoever consumes meets none. */
final class FullQueueTest {
    private static final int SEGMENT = 128 << 10;

    private final TestTime time = new TestTime();
    private final RoomyDisk disk = new RoomyDisk();
    private final List<String> heard = new ArrayList<>();

    /** A disk of which a test says how much is left. */
    private static final class RoomyDisk extends SimDisk {
        private long usable = Long.MAX_VALUE;

        @Override
        public long usableSpace() {
            return usable;
        }
    }

    private FileQueueBuilder<String> builder() {
        return FileQueueBuilderTest.strings(Path.of("unused"))
                .segmentBytes(SEGMENT)
                .maximumMessageBytes(16 << 10)
                .maximumBytes(1 << 20)
                .minimumFreeDisk(0)
                .maximumAttempts(1)
                .whenFull(WhenFull.refuse())
                .clock(time.wall())
                .ticker(time.ticker())
                .listener(new QueueListener() {
                    @Override
                    public void full(String reason) {
                        heard.add(reason);
                    }

                    @Override
                    public void roomAgain() {
                        heard.add("room again");
                    }
                });
    }

    private HandDrivenQueue open(FileQueueBuilder<String> builder) throws IOException {
        return HandDrivenQueue.open(disk, builder.options());
    }

    @Test
    void a_queue_that_refuses_says_so_once_and_has_room_after_an_acknowledgement() throws Exception {
        try (HandDrivenQueue stepped = open(builder().maximumMessages(2))) {
            stepped.send(Message.of("a"));
            stepped.send(Message.of("b"));

            assertThatExceptionOfType(QueueFullException.class)
                    .isThrownBy(() -> stepped.send(Message.of("c")))
                    .withMessageContainingAll("stepped", "there are 2 messages, and maximumMessages is 2")
                    .satisfies(e -> assertThat(e.waited()).isZero());
            assertThatThrownBy(() -> stepped.send(Message.of("c"))).isInstanceOf(QueueFullException.class);
            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.FULL);

            stepped.get(stepped.take().ackAsync());
            stepped.send(Message.of("d"));
            assertThat(heard).containsExactly("there are 2 messages, and maximumMessages is 2", "room again");
            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.OPEN);
        }
    }

    @Test
    void a_sender_waits_for_room_in_line_and_no_longer_than_its_patience() throws Exception {
        Duration patience = Duration.ofSeconds(10);
        try (HandDrivenQueue stepped = open(builder().maximumMessages(1).whenFull(WhenFull.waitUpTo(patience)))) {
            stepped.send(Message.of("a"));
            CompletableFuture<MessageId> first = stepped.queue().sendAsync("b");
            CompletableFuture<MessageId> second = stepped.queue().sendAsync("c");
            stepped.settle();
            assertThat(stepped.queue().stats().waitingToSend()).isEqualTo(2);

            time.pass(patience.minusNanos(1));
            stepped.get(stepped.take().ackAsync());
            assertThat(first).isDone();
            assertThat(second).isNotDone();
            time.pass(Duration.ofMillis(1));

            assertThatExceptionOfType(QueueFullException.class)
                    .isThrownBy(() -> stepped.get(second))
                    .satisfies(e -> assertThat(e.waited()).isEqualTo(patience));
            // That one has gone makes no room.
            assertThat(heard).hasSize(1);
            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.FULL);
            assertThat(stepped.take().body()).isEqualTo("b");
        }
    }

    @Test
    void a_queue_through_which_senders_flow_again_is_not_full_though_more_of_them_wait() throws Exception {
        try (HandDrivenQueue stepped =
                open(builder().maximumMessages(40).whenFull(WhenFull.waitUpTo(Duration.ofDays(1))))) {
            stepped.send(40);
            for (int i = 0; i < 20; i++) {
                var unused = stepped.queue().sendAsync("x".repeat(12_000));
            }
            stepped.settle();
            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.FULL);
            List<Delivery<String>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(stepped.take());
            }
            all.forEach(delivery -> {
                var unused = delivery.ackAsync();
            });

            Actor writer = stepped.engine().writer();
            while (stepped.queue().stats().waitingToSend() == 20) {
                writer.step();
            }

            assertThat(stepped.queue().stats().waitingToSend()).isPositive();
            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.OPEN);
        }
    }

    @Test
    void a_list_that_can_never_fit_is_refused_at_once() throws Exception {
        try (HandDrivenQueue stepped =
                open(builder().maximumMessages(2).whenFull(WhenFull.waitUpTo(Duration.ofDays(1))))) {
            List<Message<String>> three = List.of(Message.of("a"), Message.of("b"), Message.of("c"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stepped.queue().sendAll(three))
                    .withMessage("The number of messages that are stored together must be at most 2: 3");
        }
    }

    @Test
    void an_interrupted_sender_stores_nothing_and_leaves_the_line() throws Exception {
        try (HandDrivenQueue stepped =
                open(builder().maximumMessages(1).whenFull(WhenFull.waitUpTo(Duration.ofDays(1))))) {
            stepped.send(Message.of("a"));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> stepped.call(() -> {
                            Thread sender = Thread.currentThread();
                            Thread interrupter = new Thread(() -> {
                                Await.until("the wait", Duration.ofSeconds(20), () -> isWaiting(stepped));
                                sender.interrupt();
                            });
                            interrupter.start();
                            return stepped.queue().send("interrupted");
                        }))
                        .isInstanceOf(InterruptedException.class)
                        .hasMessageContaining("nothing was stored");
                stepped.settle();
                assertThat(stepped.queue().stats().waitingToSend()).isZero();
            }

            stepped.get(stepped.take().ackAsync());
            stepped.send(Message.of("b"));
            assertThat(stepped.empty()).isEqualTo(1);
        }
    }

    private static boolean isWaiting(HandDrivenQueue stepped) {
        return stepped.queue().stats().waitingToSend() == 1;
    }

    @Test
    void the_bytes_stay_within_their_limit_and_emptying_the_queue_makes_room() throws Exception {
        try (HandDrivenQueue stepped = open(builder())) {
            for (int round = 0; round < 3; round++) {
                int stored = fill(stepped);

                assertThat(stored).isGreaterThan(300);
                assertThat(bytes()).isLessThanOrEqualTo(1 << 20);
                assertThat(heard.get(heard.size() - 1)).contains("maximumBytes is 1048576");
                assertThat(stepped.empty()).isEqualTo(stored);
            }
        }
        assertThat(disk.list()).noneMatch(name -> name.endsWith(Segment.UNFINISHED));
    }

    private long bytes() throws IOException {
        long sum = 0;
        for (String name : disk.list()) {
            sum += name.startsWith("segment") ? disk.bytes(name).length : 0;
        }
        return sum;
    }

    private static int fill(HandDrivenQueue stepped) throws Exception {
        for (int stored = 0; true; stored++) {
            try {
                stepped.send(Message.of("x".repeat(1_000)));
            } catch (QueueFullException e) {
                return stored;
            }
        }
    }

    @Test
    void what_others_are_to_have_of_the_disk_is_left_to_them() throws Exception {
        try (HandDrivenQueue stepped = open(builder().maximumBytes(1L << 29).minimumFreeDisk(5_000_000))) {
            stepped.send(Message.of("a"));

            disk.usable = 5_000_000 + SEGMENT - 1;

            int stored = fill(stepped);
            assertThat(heard).hasSize(1);
            assertThat(heard.get(0)).contains("the disk has 5131071 bytes left, and minimumFreeDisk is 5000000");
            assertThat(stepped.empty()).isEqualTo(stored + 1);
            fill(stepped);
            disk.usable = Long.MAX_VALUE;
            stepped.settle();
            assertThat(heard.get(heard.size() - 1)).isEqualTo("room again");
            stepped.send(Message.of("b"));
        }
    }

    @Test
    void a_message_that_cannot_become_a_dead_letter_for_want_of_room_comes_back_and_keeps_its_reason()
            throws Exception {
        try (HandDrivenQueue stepped = open(builder())) {
            int stored = fill(stepped);
            String reason = "because ".repeat(100);
            int rejected = 0;
            for (boolean roomy = true; roomy; ) {
                try {
                    Delivery<String> delivery = stepped.take();
                    stepped.call(() -> {
                        delivery.reject(reason);
                        return delivery;
                    });
                    rejected++;
                } catch (QueueFullException e) {
                    roomy = false;
                }
            }

            // Others go on; the one that was refused dies once there is room.
            assertThat(stepped.empty()).isEqualTo(stored - rejected - 1);
            time.pass(Duration.ofMinutes(10));
            assertThat(stepped.look()).isEmpty();
            assertThat(stepped.call(() -> stepped.queue().deadLetters().browse(10_000)))
                    .hasSize(rejected + 1)
                    .allMatch(dead -> dead.reason().equals(reason));
        }
    }
}
