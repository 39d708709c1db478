package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases, retries and delays. */
interface LeaseContract extends QueueFixture {
    @Test
    default void a_lease_that_ends_hands_the_message_out_again_and_fences_the_first_holder() throws Exception {
        MessageQueue<String> queue = open();
        queue.send("a");
        Delivery<String> slow = take(queue);

        pass(Duration.ofSeconds(29));
        assertThat(look(queue)).isEmpty();
        pass(Duration.ofSeconds(1));
        Delivery<String> second = take(queue);

        assertThat(second.attempt()).isEqualTo(2);
        assertThatThrownBy(slow::ack).isInstanceOf(LeaseExpiredException.class);
        assertThatThrownBy(() -> slow.retryAfter(Duration.ZERO)).isInstanceOf(LeaseExpiredException.class);
        assertThatThrownBy(() -> slow.reject("late")).isInstanceOf(LeaseExpiredException.class);
        assertThatThrownBy(() -> slow.extend(Duration.ofSeconds(1))).isInstanceOf(LeaseExpiredException.class);
        second.ack();
    }

    @Test
    default void who_is_late_is_refused_though_nobody_has_the_message_yet() throws Exception {
        MessageQueue<String> queue = open();
        queue.send("a");
        Delivery<String> slow = take(queue);

        pass(Duration.ofSeconds(30));

        assertThatThrownBy(slow::ack)
                .isInstanceOf(LeaseExpiredException.class)
                .hasMessageContainingAll(slow.id().toString(), "attempt 1", "default");
        assertThat(take(queue).body()).isEqualTo("a");
    }

    @Test
    default void extending_moves_the_end_of_a_lease_both_ways() throws Exception {
        MessageQueue<String> queue = open();
        queue.send("later");
        queue.send("sooner");
        Delivery<String> later = take(queue);
        Delivery<String> sooner = take(queue);

        later.extend(Duration.ofMinutes(2));
        sooner.extend(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));

        assertThat(takeAll(queue)).containsExactly("sooner");
        assertThatThrownBy(sooner::ack).isInstanceOf(LeaseExpiredException.class);
        pass(Duration.ofSeconds(100));
        later.ack();
    }

    @Test
    default void a_message_that_is_given_back_comes_after_its_delay_with_the_next_attempt() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(Message.of("a"), Message.of("b")));

        take(queue).retryAfter(Duration.ofSeconds(10));

        assertThat(takeAll(queue)).containsExactly("b");
        pass(Duration.ofMillis(9_999));
        assertThat(look(queue)).isEmpty();
        pass(Duration.ofMillis(1));
        Delivery<String> again = take(queue);
        assertThat(again.body()).isEqualTo("a");
        assertThat(again.attempt()).isEqualTo(2);
        again.retryAfter(Duration.ZERO);
        assertThat(take(queue).attempt()).isEqualTo(3);
    }

    @Test
    default void several_that_are_given_back_at_once_keep_their_order() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(Message.of("a"), Message.of("b"), Message.of("c")));
        List<Delivery<String>> all = List.of(take(queue), take(queue), take(queue));

        all.forEach(delivery -> delivery.retryAfter(Duration.ofSeconds(1)));
        assertThat(look(queue)).isEmpty();
        pass(Duration.ofSeconds(1));

        assertThat(takeAll(queue)).containsExactly("a", "b", "c");
    }

    @Test
    default void attempts_and_the_time_of_a_retry_survive_a_restart() throws Exception {
        MessageQueue<String> queue = open();
        queue.send("a");
        take(queue).retryAfter(Duration.ofSeconds(10));
        eventually("the retry", () -> QueueFixture.stats(queue, "default").retrying() == 1);

        MessageQueue<String> reopened = open();

        assertThat(look(reopened)).isEmpty();
        pass(Duration.ofSeconds(10));
        assertThat(take(reopened).attempt()).isEqualTo(2);
    }

    @Test
    default void a_handler_that_throws_is_tried_again_after_the_back_off() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().retry(Retry.fixed(Duration.ofSeconds(7))));
        queue.send("a");

        try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(1), delivery -> {
            throw new IllegalStateException("no luck");
        })) {
            eventually("the retry", () -> QueueFixture.stats(queue, "default").retrying() == 1);
            consumer.pause();
        }

        pass(Duration.ofMillis(6_999));
        assertThat(look(queue)).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(take(queue).attempt()).isEqualTo(2);
    }

    @Test
    default void a_delayed_message_comes_when_it_is_due_and_not_before() throws Exception {
        MessageQueue<String> queue = open();
        queue.send(Message.of("c").delay(Duration.ofMinutes(90)));
        queue.send(Message.of("b").delay(Duration.ofSeconds(5)));
        queue.send(Message.of("d").delay(Duration.ofDays(3)));
        queue.send("a");

        assertThat(takeAll(queue)).containsExactly("a");
        pass(Duration.ofMillis(4_999));
        assertThat(look(queue)).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(takeAll(queue)).containsExactly("b");
        pass(Duration.ofDays(4));
        assertThat(takeAll(queue)).containsSubsequence("c", "d").contains("a", "b");
    }

    @Test
    default void delays_survive_a_restart_and_come_in_the_order_of_their_due_times() throws Exception {
        MessageQueue<String> queue = open();
        queue.send(Message.of("2").delay(Duration.ofSeconds(20)));
        queue.send(Message.of("1").delay(Duration.ofSeconds(10)));
        queue.send(Message.of("3").delay(Duration.ofSeconds(20)));

        MessageQueue<String> reopened = open();

        assertThat(look(reopened)).isEmpty();
        assertThat(QueueFixture.stats(reopened, "default").delayed()).isEqualTo(3);
        pass(Duration.ofSeconds(20));
        assertThat(takeAll(reopened)).containsExactly("1", "2", "3");
    }
}
