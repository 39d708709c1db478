package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.SimDisk.Fault;
import dev.scalekit.queue.SimDisk.FaultAt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What depends on which thread does something first. */
final class HandDrivenQueueTest {
    private final TestTime time = new TestTime();
    private final SimDisk disk = new SimDisk();

    private HandDrivenQueue open(QueueSpec spec) throws IOException {
        return HandDrivenQueue.open(
                disk,
                FileQueueFixture.builder(Path.of("unused"), spec, time)
                        .segmentBytes(128 << 10)
                        .maximumMessageBytes(16 << 10)
                        .options());
    }

    private static final Bury.Outcome IGNORE = new Bury.Outcome() {
        @Override
        public void buried(List<Long> dropped) {}

        @Override
        public void failed(QueueException e) {
            throw e;
        }
    };

    private static void kill(HandDrivenQueue stepped, Delivery<String> delivery) throws Exception {
        stepped.call(() -> {
            delivery.reject("no");
            return delivery;
        });
    }

    @Test
    void a_dead_letter_that_is_given_back_and_thrown_away_in_one_batch_is_not_lost() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            MessageId id = stepped.send(Message.of("a"));
            kill(stepped, stepped.take());
            List<String> won = new ArrayList<>();

            for (boolean again : List.of(true, false)) {
                stepped.engine()
                        .writer()
                        .submit(new Buried(
                                stepped.engine().ledger(), 0, List.of(id.value()), again, new Buried.Outcome() {
                                    @Override
                                    public void ended(Map<Long, Long> locations) {
                                        won.add((again ? "again " : "gone ") + locations.size());
                                    }

                                    @Override
                                    public void failed(QueueException e) {
                                        throw e;
                                    }
                                }));
            }
            stepped.settle();

            assertThat(won).containsExactly("again 1", "gone 0");
        }
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            assertThat(stepped.take().body()).isEqualTo("a");
        }
    }

    @Test
    void what_is_given_back_untouched_has_lost_no_attempt_however_often_the_queue_is_opened() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            stepped.send(Message.of("a"));
        }
        for (int life = 0; life < 7; life++) {
            try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
                LeasedDelivery<String> delivery = (LeasedDelivery<String>) stepped.take();
                assertThat(delivery.attempt()).isEqualTo(1);
                delivery.giveBack();
                stepped.settle();
            }
        }
    }

    @Test
    void an_action_that_closes_the_queue_while_it_closes_is_refused() throws Exception {
        HandDrivenQueue stepped = open(QueueSpec.standard());
        CompletableFuture<?> closed = stepped.queue().sendAsync("a").handle((id, failure) -> {
            stepped.queue().close();
            return id;
        });

        stepped.close();

        assertThat(closed)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_dies_after_its_segment_was_left_behind_twice_is_found() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            MessageId id = stepped.send(Message.of("a"));
            Item item = new Item(
                    id.value(),
                    Location.of(1, SegmentHeader.BYTES),
                    new MessageContent(MessageContent.encode(Message.of("a"), new byte[0], 0)));
            item.location = Location.of(7, SegmentHeader.BYTES);
            Dead death = new Dead(Location.of(1, SegmentHeader.BYTES), 1, 0, "no");
            stepped.engine()
                    .writer()
                    .submit(new Bury(stepped.engine().ledger(), 0, item.id, death, () -> item.location, 10, IGNORE));
            item.location = Location.of(9, SegmentHeader.BYTES);
            stepped.settle();

            Map<Long, Dead> dead = stepped.engine().ledger().with(0, own -> Map.copyOf(own.dead()));
            assertThat(dead)
                    .extractingByKey(id.value())
                    .extracting(Dead::location)
                    .isEqualTo(Location.of(9, SegmentHeader.BYTES));
        }
    }

    @Test
    void fewer_dead_letters_than_before_are_kept_by_and_by() throws Exception {
        int before = 3_000;
        try (HandDrivenQueue stepped = open(QueueSpec.standard()
                .maximumDeadLetters(before)
                .maximumAttempts(1)
                .lease(Duration.ofSeconds(1)))) {
            stepped.send(before);
            for (int i = 0; i < before; i++) {
                stepped.take();
            }
            time.pass(Duration.ofSeconds(1));
            stepped.settle();
            assertThat(stepped.queue().deadLetters().size()).isEqualTo(before);
        }
        try (HandDrivenQueue stepped = open(QueueSpec.standard().maximumDeadLetters(1))) {
            for (int i = 0; i < 10; i++) {
                stepped.send(Message.of("one more"));
                kill(stepped, stepped.take());
            }

            assertThat(stepped.queue().deadLetters().size()).isEqualTo(before - 10);
            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.OPEN);
        }
    }

    @Test
    void a_message_that_fits_into_no_segment_any_more_stays_where_it_is() throws Exception {
        String large = "x".repeat(190_000);
        try (HandDrivenQueue stepped = HandDrivenQueue.open(
                disk,
                FileQueueFixture.builder(Path.of("unused"), QueueSpec.standard(), time)
                        .options())) {
            stepped.send(Message.of(large));
            stepped.send(Message.of("a"));
            stepped.take();
            for (int i = 0; i < 40; i++) {
                stepped.send(Message.of("x".repeat(100_000)));
                stepped.get(stepped.take().ackAsync());
            }
        }
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            for (int i = 0; i < 3; i++) {
                stepped.settle();
                time.pass(Duration.ofSeconds(2));
            }

            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.OPEN);
            assertThat(stepped.take().body()).isEqualTo(large);
        }
    }

    @Test
    void deduplication_ids_that_fit_into_no_segment_any_more_are_forgotten_the_oldest_first() throws Exception {
        int ids = 5_000;
        try (HandDrivenQueue stepped = HandDrivenQueue.open(
                disk,
                FileQueueContractTest.builder(Path.of("unused"), QueueSpec.standard(), time)
                        .options())) {
            for (int i = 0; i < ids; i++) {
                time.pass(Duration.ofMillis(1));
                var unused = stepped.queue().sendAsync(Message.of("m").deduplicationId("once-" + i));
            }
            assertThat(stepped.empty()).isEqualTo(ids);
        }
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            stepped.settle();

            assertThat(stepped.queue().stats().state()).isEqualTo(QueueStats.State.OPEN);
            int left = stepped.engine().store().seen().size();
            assertThat(left).isBetween(3_000, ids - 1);
            assertThat(stepped.queue().stats().deduplicationIdsDropped()).isEqualTo(ids - left);
            stepped.send(Message.of("known").deduplicationId("once-" + (ids - 1)));
            stepped.send(Message.of("forgotten").deduplicationId("once-0"));
            assertThat(stepped.take().body()).isEqualTo("forgotten");
            assertThat(stepped.look()).isEmpty();
        }
    }

    @Test
    void what_dies_of_fewer_attempts_than_before_is_not_said_to_have_ended_the_process() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard().maximumAttempts(5))) {
            stepped.send(Message.of("a"));
            for (int i = 0; i < 3; i++) {
                stepped.take().retryAfter(Duration.ofSeconds(1));
                stepped.settle();
                time.pass(Duration.ofSeconds(1));
            }
        }
        try (HandDrivenQueue stepped = open(QueueSpec.standard().maximumAttempts(2))) {
            assertThat(stepped.look()).isEmpty();

            assertThat(stepped.queue().deadLetters().browse(1))
                    .extracting(DeadLetter::reason)
                    .containsExactly("at attempt 3 when the process ended, and maximumAttempts is 2");
        }
    }

    @Test
    void everything_says_what_it_is() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard().groups("mail", "audit"))) {
            Group<String> mail = stepped.queue().group("mail");

            assertThat(stepped.queue()).hasToString("FileQueue[stepped, groups [mail, audit]]");
            assertThat(mail).hasToString("Group[mail of stepped]");
            assertThat(mail.deadLetters()).hasToString("DeadLetters[0 of Group[mail of stepped]]");
            try (Consumer consumer = mail.consume(ConsumerOptions.concurrency(2), delivery -> {})) {
                assertThat(consumer)
                        .hasToString("Consumer[Group[mail of stepped], ConsumerOptions[2 threads, stopTimeout PT30S]]");
            }
        }
    }

    @Test
    void a_disk_that_takes_no_attempts_stops_no_redrive() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            MessageId id = stepped.send(Message.of("a"));
            kill(stepped, stepped.take());

            disk.fail(new FaultAt(1, Fault.FULL));

            assertThat(stepped.call(() -> stepped.queue().deadLetters().redrive(id)))
                    .isTrue();
            assertThat(stepped.take().attempt()).isEqualTo(1);
        }
    }

    @Test
    void who_has_enough_ready_does_not_spin_for_a_retry_that_is_due() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            stepped.send(3_000);
            stepped.take().retryAfter(Duration.ofSeconds(1));
            stepped.settle();

            time.pass(Duration.ofSeconds(2));
            stepped.settle();

            assertThat(stepped.engine().dispatcher().step()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1));
            assertThat(stepped.empty()).isEqualTo(3_000);
        }
    }

    @Test
    void what_is_sent_while_the_queue_closes_has_an_end() throws Exception {
        HandDrivenQueue stepped = open(QueueSpec.standard());
        stepped.send(Message.of("a"));
        Delivery<String> delivery = stepped.take();
        CompletableFuture<MessageId> accepted = stepped.queue().sendAsync("accepted");
        CompletableFuture<Void> acknowledged = delivery.ackAsync();

        stepped.close();
        FutureTask<Void> late = new FutureTask<>(() -> {}, null);
        stepped.engine().callbacks().call(late);

        assertThat(accepted).isDone();
        assertThat(acknowledged).isCompleted();
        assertThat(late).isDone();
        try (HandDrivenQueue reopened = open(QueueSpec.standard())) {
            assertThat(reopened.empty()).isEqualTo(accepted.isCompletedExceptionally() ? 0 : 1);
        }
    }

    @Test
    void a_receiver_that_is_too_late_for_its_message_leaves_it_to_others() throws Exception {
        try (HandDrivenQueue stepped = open(QueueSpec.standard())) {
            FileGroup<String> group = (FileGroup<String>) stepped.queue().group(Options.DEFAULT_GROUP);
            Demand gone = group.demand();
            stepped.settle();
            gone.giveUp();

            stepped.send(Message.of("a"));

            Delivery<String> delivery = stepped.take();
            assertThat(delivery.attempt()).isEqualTo(1);
            time.pass(Duration.ofSeconds(30));
            ((LeasedDelivery<String>) delivery).giveBack();
            assertThat(stepped.take().attempt()).isEqualTo(2);
        }
    }
}
