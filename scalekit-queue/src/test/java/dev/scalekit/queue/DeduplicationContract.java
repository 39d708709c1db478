package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What was sent within the window is not stored again. */
interface DeduplicationContract extends QueueFixture {
    private static Message<String> message(String body, String id) {
        return Message.of(body).deduplicationId(id);
    }

    @Test
    default void what_was_sent_already_gets_the_first_id_and_is_not_stored() throws Exception {
        MessageQueue<String> queue = open();
        MessageId first = queue.send(message("a", "o-1"));
        take(queue).ack();

        MessageId second = queue.send(message("b", "o-1"));
        MessageId third = queue.sendAsync(message("c", "o-1")).get(20, SECONDS);
        MessageId other = queue.send(message("d", "o-2"));

        assertThat(second).isEqualTo(first).isEqualTo(third).isNotEqualTo(other);
        assertThat(takeAll(queue)).containsExactly("d");
        assertThat(queue.stats().sent()).isEqualTo(2);
    }

    @Test
    default void a_list_may_hold_one_id_twice_and_the_others_are_stored() throws Exception {
        MessageQueue<String> queue = open();
        MessageId before = queue.send(message("before", "o-1"));

        List<MessageId> ids = queue.sendAll(List.of(
                message("a", "o-2"), message("b", "o-1"), Message.of("c"), message("d", "o-2"), Message.of("e")));

        assertThat(ids.get(1)).isEqualTo(before);
        assertThat(ids.get(3)).isEqualTo(ids.get(0));
        assertThat(takeAll(queue)).containsExactly("before", "a", "c", "e");
    }

    @Test
    default void of_many_at_once_with_one_id_one_is_stored() throws Exception {
        MessageQueue<String> queue = open();
        List<CompletableFuture<MessageId>> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sent.add(queue.sendAsync(message("m", "o-" + i % 4)));
        }

        Set<MessageId> ids = new HashSet<>();
        for (CompletableFuture<MessageId> one : sent) {
            ids.add(one.get(20, SECONDS));
        }

        assertThat(ids).hasSize(4);
        assertThat(takeAll(queue)).hasSize(4);
    }

    @Test
    default void after_the_window_it_is_stored_again() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().deduplicationWindow(Duration.ofMinutes(1)));
        MessageId first = queue.send(message("a", "o-1"));

        pass(Duration.ofMillis(59_999));
        MessageId within = queue.send(message("b", "o-1"));
        pass(Duration.ofMillis(1));
        MessageId after = queue.send(message("c", "o-1"));

        assertThat(within).isEqualTo(first);
        assertThat(after).isGreaterThan(first);
        assertThat(takeAll(queue)).containsExactly("a", "c");
    }

    @Test
    default void the_window_survives_a_restart() throws Exception {
        MessageId first = open().send(message("a", "o-1"));
        take(open()).ack();

        MessageId second = open().send(message("b", "o-1"));

        assertThat(second).isEqualTo(first);
        assertThat(open().browse(10)).isEmpty();
    }

    @Test
    default void without_a_window_such_an_id_is_refused() {
        MessageQueue<String> queue = open(QueueSpec.standard().deduplicationWindow(Duration.ZERO));

        assertThatThrownBy(() -> queue.send(message("a", "secret-id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deduplicationWindow")
                .hasMessageNotContaining("secret-id");
        assertThat(queue.capabilities()).doesNotContain(Capability.DEDUPLICATION);
    }
}
