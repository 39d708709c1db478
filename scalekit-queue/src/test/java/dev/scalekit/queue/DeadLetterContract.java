package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What becomes of messages that cannot be handled. */
interface DeadLetterContract extends QueueFixture {
    private static List<String> bodies(MessageQueue<String> queue) {
        return queue.deadLetters().browse(100).stream()
                .map(dead -> dead.stored().message().body())
                .toList();
    }

    @Test
    default void a_rejected_message_is_kept_with_its_reason() throws Exception {
        MessageQueue<String> queue = open();
        MessageId id = queue.send(Message.of("a").key("k").header("h", "v"));
        pass(Duration.ofSeconds(3));
        Instant died = now();

        take(queue).reject("no such customer");

        assertThat(look(queue)).isEmpty();
        MessageQueue<String> reopened = open();
        assertThat(look(reopened)).isEmpty();
        DeadLetter<String> dead = reopened.deadLetters().browse(10).get(0);
        assertThat(dead.reason()).isEqualTo("no such customer");
        assertThat(dead.attempts()).isEqualTo(1);
        assertThat(dead.diedAt()).isEqualTo(died);
        assertThat(dead.stored().id()).isEqualTo(id);
        assertThat(dead.stored().message().key()).contains("k");
        assertThat(dead.stored().message().headers()).containsEntry("h", "v");
    }

    @Test
    default void after_the_last_attempt_a_message_dies_of_what_its_handler_threw() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().maximumAttempts(3));
        queue.send("a");
        AtomicInteger attempts = new AtomicInteger();

        try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(1), delivery -> {
            attempts.set(delivery.attempt());
            throw new IllegalStateException("no luck " + delivery.attempt());
        })) {
            eventually("the dead letter", () -> {
                pass(Duration.ofSeconds(1));
                return queue.deadLetters().size() == 1;
            });
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
        }

        DeadLetter<String> dead = queue.deadLetters().browse(1).get(0);
        assertThat(attempts).hasValue(3);
        assertThat(dead.attempts()).isEqualTo(3);
        assertThat(dead.reason()).isEqualTo("java.lang.IllegalStateException: no luck 3");
    }

    @Test
    default void a_poison_message_dies_though_the_queue_is_opened_anew_at_each_attempt() throws Exception {
        QueueSpec spec = QueueSpec.standard().maximumAttempts(3);
        open(spec).send("poison");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(take(open(spec)).attempt()).isEqualTo(attempt);
        }

        MessageQueue<String> queue = open(spec);

        assertThat(look(queue)).isEmpty();
        eventually("the dead letter", () -> queue.deadLetters().size() == 1);
        assertThat(queue.deadLetters().browse(1).get(0).reason())
                .contains("at attempt 3 when the process ended, and maximumAttempts is 3");
        queue.send("fine");
        assertThat(takeAll(queue)).containsExactly("fine");
    }

    @Test
    default void leases_that_end_use_up_the_attempts() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().maximumAttempts(2));
        queue.send("a");
        take(queue);
        pass(Duration.ofSeconds(30));
        take(queue);
        pass(Duration.ofSeconds(30));

        assertThat(look(queue)).isEmpty();

        eventually("the dead letter", () -> queue.deadLetters().size() == 1);
        assertThat(queue.deadLetters().browse(1).get(0).reason()).isEqualTo("its lease expired");
    }

    @Test
    default void a_dead_letter_that_is_tried_again_counts_from_one_also_after_a_restart() throws Exception {
        QueueSpec spec = QueueSpec.standard().maximumAttempts(1);
        MessageQueue<String> queue = open(spec);
        MessageId id = queue.send("a");
        take(queue).retryAfter(Duration.ofSeconds(1));
        eventually("the dead letter", () -> queue.deadLetters().size() == 1);

        MessageQueue<String> reopened = open(spec);
        assertThat(reopened.deadLetters().redrive(id)).isTrue();
        assertThat(reopened.deadLetters().redrive(id)).isFalse();

        MessageQueue<String> again = open(spec);
        Delivery<String> delivery = take(again);
        assertThat(delivery.id()).isEqualTo(id);
        assertThat(delivery.attempt()).isEqualTo(1);
        delivery.ack();
        assertThat(again.deadLetters().size()).isZero();
    }

    @Test
    default void a_dead_letter_is_thrown_away_once() throws Exception {
        MessageQueue<String> queue = open();
        MessageId id = queue.send("a");
        take(queue).reject("no");

        assertThat(queue.deadLetters().remove(id)).isTrue();

        assertThat(queue.deadLetters().remove(id)).isFalse();
        assertThat(queue.deadLetters().redrive(id)).isFalse();
        MessageQueue<String> reopened = open();
        assertThat(reopened.deadLetters().size()).isZero();
        assertThat(look(reopened)).isEmpty();
    }

    @Test
    default void all_that_are_dead_at_that_moment_are_tried_again_and_no_more() throws Exception {
        MessageQueue<String> queue = open();
        for (int i = 0; i < 20; i++) {
            queue.send("m" + i);
            take(queue).reject("no");
        }

        try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(2), delivery -> delivery.reject("again"))) {
            assertThat(queue.deadLetters().redriveAll()).isEqualTo(20);
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
        }

        assertThat(queue.deadLetters().size()).isEqualTo(20);
        assertThat(queue.deadLetters().browse(100))
                .allMatch(dead -> dead.reason().equals("again"));
        assertThat(queue.deadLetters().redriveAll()).isEqualTo(20);
        assertThat(takeAll(queue)).hasSize(20);
    }

    @Test
    default void of_one_too_many_the_oldest_goes_and_the_listener_is_told() throws Exception {
        ConcurrentLinkedQueue<MessageId> dropped = new ConcurrentLinkedQueue<>();
        QueueSpec spec = QueueSpec.standard().maximumDeadLetters(2).listener(new QueueListener() {
            @Override
            public void deadLetterDropped(String group, MessageId id) {
                dropped.add(id);
            }
        });
        MessageQueue<String> queue = open(spec);
        List<MessageId> ids = new ArrayList<>();
        for (String body : List.of("a", "b", "c", "d")) {
            ids.add(queue.send(body));
            take(queue).reject("no");
        }

        assertThat(bodies(queue)).containsExactly("c", "d");
        eventually("the listener", () -> dropped.size() == 2);
        assertThat(dropped).containsExactly(ids.get(0), ids.get(1));
        assertThat(bodies(open(spec))).containsExactly("c", "d");
        MessageQueue<String> none = open(QueueSpec.standard().maximumDeadLetters(0));
        none.send("e");
        take(none).reject("no");
        assertThat(bodies(none)).containsExactly("c", "d");
    }

    @Test
    default void many_that_die_at_once_stay_within_the_bound() throws Exception {
        AtomicInteger dropped = new AtomicInteger();
        CountDownLatch died = new CountDownLatch(50);
        QueueSpec spec = QueueSpec.standard()
                .maximumAttempts(1)
                .maximumDeadLetters(3)
                .listener(new QueueListener() {
                    @Override
                    public void died(String group, MessageId id, int attempts, String reason) {
                        died.countDown();
                    }

                    @Override
                    public void deadLetterDropped(String group, MessageId id) {
                        dropped.incrementAndGet();
                    }
                });
        MessageQueue<String> queue = open(spec);
        List<Message<String>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(Message.of("m" + i));
        }
        queue.sendAll(all);
        takeAll(queue);

        pass(Duration.ofSeconds(30));
        assertThat(look(queue)).isEmpty();

        died.await();
        eventually("the listener", () -> dropped.get() == 47);
        assertThat(queue.deadLetters().size()).isEqualTo(3);
        assertThat(open(spec).deadLetters().size()).isEqualTo(3);
    }
}
