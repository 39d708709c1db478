package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What goes in comes out, in order, until it is acknowledged. */
interface DeliveryContract extends QueueFixture {
    @Test
    default void a_message_comes_out_as_it_went_in() throws Exception {
        MessageQueue<String> queue = open();

        MessageId id = queue.send(
                Message.of("körper").key("k-1").header("b", "2").header("a", "").header("ç", "ü"));
        Delivery<String> delivery = take(queue);

        assertThat(delivery.id()).isEqualTo(id);
        assertThat(delivery.body()).isEqualTo("körper").isSameAs(delivery.body());
        assertThat(delivery.key()).contains("k-1");
        assertThat(delivery.headers().entrySet().stream().map(Object::toString)).containsExactly("b=2", "a=", "ç=ü");
        assertThat(delivery.sentAt()).isEqualTo(now());
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery).hasToString("Delivery[" + id + ", attempt 1]");
    }

    @Test
    default void a_body_may_be_empty_or_large() throws Exception {
        MessageQueue<String> queue = open();
        String large = "0123456789".repeat(15_000);

        queue.send("");
        queue.send(large);

        assertThat(takeAll(queue)).containsExactly("", large);
    }

    @Test
    default void ids_rise_and_messages_come_in_the_order_they_were_sent_by_whatever_method() throws Exception {
        MessageQueue<String> queue = open();

        CompletableFuture<MessageId> first = queue.sendAsync("1");
        MessageId second = queue.send("2");
        List<MessageId> more = queue.sendAll(List.of(Message.of("3"), Message.of("4")));
        CompletableFuture<MessageId> last = queue.sendAsync("5");

        assertThat(List.of(first.get(20, SECONDS), second, more.get(0), more.get(1), last.get(20, SECONDS)))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(takeAll(queue)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    default void of_a_list_all_are_stored_or_none() throws Exception {
        MessageQueue<String> queue = open();
        List<Message<String>> oneIsTooLarge =
                List.of(Message.of("a"), Message.of("x".repeat(300_000)), Message.of("b"));

        assertThatThrownBy(() -> queue.sendAll(oneIsTooLarge)).isInstanceOf(IllegalArgumentException.class);

        assertThat(queue.sendAll(List.of())).isEmpty();
        assertThat(look(queue)).isEmpty();
        queue.send("c");
        assertThat(take(queue).body()).isEqualTo("c");
    }

    @Test
    default void what_is_too_large_is_refused_before_anything_is_stored() throws Exception {
        MessageQueue<String> queue = open();

        assertThatThrownBy(() -> queue.send("x".repeat(300_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("300000", "200000")
                .hasMessageNotContaining("xxx");
        assertThatThrownBy(() -> queue.sendAsync("x".repeat(300_000))).isInstanceOf(IllegalArgumentException.class);

        assertThat(queue.stats().sent()).isZero();
    }

    @Test
    default void the_largest_message_is_exactly_as_large_as_allowed_with_key_headers_and_id() throws Exception {
        MessageQueue<String> queue = open();
        // Of the header, two bytes tell the length of each text.
        int besides = "k1".length() + 2 + "name".length() + 2 + "ü3".getBytes(UTF_8).length + "o-1".length();
        String most = "x".repeat(200_000 - besides);

        queue.send("x".repeat(200_000));
        queue.send(adorned(most));

        assertThat(takeAll(queue)).extracting(String::length).containsExactly(200_000, 200_000 - besides);
        for (Message<String> over : List.of(
                Message.of("x".repeat(200_001)),
                adorned(most + "x"),
                adorned(most).key("k12"))) {
            assertThatThrownBy(() -> queue.send(over))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("200000", "200001");
        }
        assertThat(queue.stats().sent()).isEqualTo(2);
    }

    private static Message<String> adorned(String body) {
        return Message.of(body).key("k1").header("name", "ü3").deduplicationId("o-1");
    }

    @Test
    default void what_is_acknowledged_is_gone_and_the_rest_comes_again() throws Exception {
        MessageQueue<String> queue = open();
        queue.sendAll(List.of(Message.of("a"), Message.of("b"), Message.of("c")));
        take(queue).ack();
        Delivery<String> taken = take(queue);

        assertThat(takeAll(queue)).containsExactly("c");
        assertThat(taken.ackAsync().get(20, SECONDS)).isNull();
        MessageQueue<String> reopened = open();

        Delivery<String> again = take(reopened);
        assertThat(again.body()).isEqualTo("c");
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(look(reopened)).isEmpty();
    }

    @Test
    default void a_delivery_is_answered_once() throws Exception {
        MessageQueue<String> queue = open();
        MessageId id = queue.send("a");
        Delivery<String> delivery = take(queue);

        delivery.ack();

        assertThatExceptionOfType(LeaseExpiredException.class)
                .isThrownBy(delivery::ack)
                .satisfies(e -> assertThat(e.id()).isEqualTo(id))
                .satisfies(e -> assertThat(e.attempt()).isEqualTo(1));
        assertThatThrownBy(() -> delivery.retryAfter(Duration.ZERO)).isInstanceOf(LeaseExpiredException.class);
        assertThatThrownBy(() -> delivery.reject("no")).isInstanceOf(LeaseExpiredException.class);
        assertThatThrownBy(() -> delivery.extend(Duration.ofSeconds(1))).isInstanceOf(LeaseExpiredException.class);
        assertThat(delivery.ackAsync()).isCompletedExceptionally();
        assertThat(delivery.toString()).endsWith(", ended]");
    }

    @Test
    default void a_body_that_cannot_be_decoded_harms_nobody_else() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().maximumAttempts(1));
        queue.send(UNDECODABLE);
        queue.send("fine");

        try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(1), Delivery::body)) {
            assertThat(consumer.drain(Duration.ofSeconds(20))).isTrue();
        }

        DeadLetter<String> dead = queue.deadLetters().browse(10).get(0);
        assertThat(dead.reason()).contains("It cannot be decoded");
        assertThatThrownBy(() -> dead.stored().message().body()).hasMessage("It cannot be decoded");
        assertThat(QueueFixture.stats(queue, queue.name()).acknowledged()).isEqualTo(1);
    }

    @Test
    default void browsing_shows_the_oldest_and_takes_none() throws Exception {
        MessageQueue<String> queue = open();
        queue.send(Message.of("a").key("k").header("h", "v").delay(Duration.ofHours(1)));
        queue.sendAll(List.of(Message.of("b"), Message.of("c"), Message.of("d")));
        take(queue).ack();
        Delivery<String> leased = take(queue);

        List<StoredMessage<String>> all = queue.browse(10);

        assertThat(all.stream().map(stored -> stored.message().body())).containsExactly("a", "c", "d");
        Message<String> first = all.get(0).message();
        assertThat(first.key()).contains("k");
        assertThat(first.headers()).containsEntry("h", "v");
        assertThat(first.delay()).isEqualTo(Duration.ofHours(1));
        assertThat(all.get(0).sentAt()).isEqualTo(now());
        assertThat(queue.browse(1)).hasSize(1);
        leased.ack();
        assertThat(takeAll(queue)).containsExactly("d");
    }
}
