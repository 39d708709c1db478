package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.stats;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages of one key come one at a time, in order, and hold up no other key. */
interface KeyOrderContract extends QueueFixture {
    private static Message<String> message(String key, String body) {
        return Message.of(body).key(key);
    }

    @Test
    default void the_next_of_a_key_comes_when_the_one_before_is_acknowledged() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(message("a", "a1"), message("a", "a2"), message("b", "b1"), Message.of("none")));

        Delivery<String> first = take(queue);

        assertThat(first.body()).isEqualTo("a1");
        assertThat(takeAll(queue)).containsExactly("b1", "none");
        first.ack();
        assertThat(takeAll(queue)).containsExactly("a2");
        assertThat(takeAll(open())).containsExactlyInAnyOrder("a2", "b1", "none");
    }

    @Test
    default void a_message_that_is_retried_keeps_its_place_and_one_that_dies_leaves_it() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(message("a", "a1"), message("a", "a2"), message("a", "a3")));

        take(queue).retryAfter(Duration.ofSeconds(5));
        assertThat(look(queue)).isEmpty();
        pass(Duration.ofSeconds(5));
        Delivery<String> again = take(queue);

        assertThat(again.body()).isEqualTo("a1");
        again.reject("no");
        assertThat(takeAll(queue)).containsExactly("a2");
    }

    @Test
    default void the_order_of_a_key_survives_a_restart_while_its_first_message_waits() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(message("a", "a1"), message("a", "a2")));
        take(queue).retryAfter(Duration.ofSeconds(5));
        assertThat(look(queue)).isEmpty();

        MessageQueue<String> reopened = open();

        assertThat(look(reopened)).isEmpty();
        pass(Duration.ofSeconds(5));
        Delivery<String> first = take(reopened);
        assertThat(first.body()).isEqualTo("a1");
        assertThat(look(reopened)).isEmpty();
    }

    @Test
    default void a_delayed_message_joins_its_key_when_it_is_due() throws Exception {
        MessageQueue<String> queue = open();
        queue.send(message("a", "late").delay(Duration.ofSeconds(10)));
        queue.sendAll(List.of(message("a", "a1"), message("a", "a2")));

        Delivery<String> first = take(queue);
        pass(Duration.ofSeconds(10));
        assertThat(look(queue)).isEmpty();
        first.ack();

        Delivery<String> second = take(queue);
        assertThat(second.body()).isEqualTo("a2");
        second.ack();
        assertThat(takeAll(queue)).containsExactly("late");
    }

    @Test
    default void a_dead_letter_that_is_tried_again_joins_behind_its_key() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(message("a", "a1"), message("a", "a2")));
        Delivery<String> first = take(queue);
        first.reject("no");
        Delivery<String> second = take(queue);

        queue.deadLetters().redrive(first.id());

        assertThat(look(queue)).isEmpty();
        second.ack();
        assertThat(takeAll(queue)).containsExactly("a1");
    }

    @Test
    default void with_many_consumers_and_failures_each_key_is_in_exact_order() throws Exception {
        int keys = Effort.upTo(1_000);
        int each = 8;
        MessageQueue<String> queue =
                open(QueueSpec.standard().timeRuns().maximumAttempts(1_000).retry(Retry.fixed(Duration.ofMillis(1))));
        Queue<String> done = new ConcurrentLinkedQueue<>();
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        AtomicInteger together = new AtomicInteger();

        try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(64), delivery -> {
            String key = delivery.key().orElseThrow();
            AtomicInteger ofKey = running.computeIfAbsent(key, any -> new AtomicInteger());
            together.addAndGet(ofKey.getAndIncrement());
            boolean isDone;
            try {
                // One in twenty, and not the same one at its next attempt.
                isDone = (delivery.id().value() * 31 + delivery.attempt()) % 20 != 0;
                if (isDone) {
                    done.add(delivery.body());
                }
            } finally {
                ofKey.decrementAndGet();
            }
            // From here on the next of its key may come.
            if (!isDone) {
                delivery.retryAfter(Duration.ZERO);
            }
        })) {
            for (int i = 0; i < each; i++) {
                int number = i;
                queue.sendAll(IntStream.range(0, keys)
                        .mapToObj(key -> message("k" + key, key + ":" + number))
                        .toList());
            }
            assertThat(consumer.drain(Duration.ofSeconds(50))).isTrue();
        }

        List<String> expected =
                IntStream.range(0, each).mapToObj(Integer::toString).toList();
        Map<String, List<String>> byKey = done.stream()
                .map(body -> body.split(":"))
                .collect(groupingBy(parts -> parts[0], mapping(parts -> parts[1], toList())));
        assertThat(together).hasValue(0);
        assertThat(byKey).hasSize(keys);
        assertThat(byKey.values()).allSatisfy(order -> assertThat(order).isEqualTo(expected));
    }

    @Test
    default void a_key_that_fails_holds_up_no_other_one() throws Exception {
        MessageQueue<String> queue = open();
        List<Message<String>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(message(i % 2 == 0 ? "bad" : "good" + i % 10, "m" + i));
        }
        queue.sendAll(all);

        Queue<String> done = new ConcurrentLinkedQueue<>();
        try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(4), delivery -> {
            if (delivery.key().orElseThrow().equals("bad")) {
                delivery.retryAfter(Duration.ofHours(1));
            } else {
                done.add(delivery.body());
            }
        })) {
            QueueFixture.eventually("the others", () -> done.size() == 100);
            consumer.pause();
        }

        QueueFixture.eventually(
                "the acknowledgements", () -> stats(queue, "default").depth() == 100);
        assertThat(stats(queue, "default").retrying()).isEqualTo(1);
    }
}
