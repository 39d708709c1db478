package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Publish and subscribe. */
interface GroupContract extends QueueFixture {
    private QueueSpec two() {
        return QueueSpec.standard().groups("mail", "audit");
    }

    @Test
    default void each_group_gets_every_message_and_is_done_with_it_alone() throws Exception {
        MessageQueue<String> queue = open(two());
        Group<String> mail = queue.group("mail");
        Group<String> audit = queue.group("audit");
        queue.sendAll(List.of(Message.of("a"), Message.of("b")));

        take(mail).ack();
        take(audit).retryAfter(Duration.ofMinutes(1));
        take(audit).reject("no");

        assertThat(takeAll(mail)).containsExactly("b");
        assertThat(look(audit)).isEmpty();
        assertThat(mail.deadLetters().size()).isZero();
        assertThat(audit.deadLetters().size()).isEqualTo(1);
        MessageQueue<String> reopened = open(two());
        assertThat(takeAll(reopened.group("mail"))).containsExactly("b");
        pass(Duration.ofMinutes(1));
        Delivery<String> again = take(reopened.group("audit"));
        assertThat(again.body()).isEqualTo("a");
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    default void a_new_group_gets_what_is_sent_after_it_was_declared() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().groups("mail"));
        queue.send("before");

        MessageQueue<String> reopened = open(QueueSpec.standard().groups("audit", "mail"));
        reopened.send("after");

        assertThat(takeAll(reopened.group("audit"))).containsExactly("after");
        assertThat(takeAll(reopened.group("mail"))).containsExactly("before", "after");
        MessageQueue<String> again = open(two());
        assertThat(takeAll(again.group("audit"))).containsExactly("after");
    }

    @Test
    default void a_group_that_is_neither_declared_nor_dropped_is_refused() throws Exception {
        open(two()).send("a");

        assertThatThrownBy(() -> open(QueueSpec.standard().groups("mail")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("audit", "[mail]", "drop");

        assertThat(takeAll(open(two()).group("audit"))).containsExactly("a");
    }

    @Test
    default void a_dropped_group_is_gone_with_what_it_had_not_done() throws Exception {
        MessageQueue<String> queue = open(two());
        queue.send("a");
        take(queue.group("mail")).ack();

        open(QueueSpec.standard().groups("mail").drop("audit"));
        MessageQueue<String> back = open(two());

        assertThat(look(back.group("audit"))).isEmpty();
        assertThat(look(back.group("mail"))).isEmpty();
        back.send("b");
        assertThat(takeAll(back.group("audit"))).containsExactly("b");
    }

    @Test
    default void a_queue_with_named_groups_is_none_of_them() {
        MessageQueue<String> queue = open(two());

        assertThatThrownBy(() -> queue.receive(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[mail, audit]");
        assertThatThrownBy(() -> queue.consume(ConsumerOptions.concurrency(1), delivery -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(queue::name).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> queue.group("post"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("post", "[mail, audit]");
        assertThat(queue.group("mail").name()).isEqualTo("mail");
        assertThat(open(QueueSpec.standard().drop("mail", "audit")).name()).isEqualTo("default");
    }

    @Test
    default void a_paused_group_gets_nothing_and_the_other_one_goes_on() throws Exception {
        MessageQueue<String> queue = open(two());
        Group<String> mail = queue.group("mail");
        queue.send("a");
        queue.send("b");
        Delivery<String> taken = take(mail);

        mail.pause();

        assertThat(look(mail)).isEmpty();
        assertThat(QueueFixture.stats(queue, "mail").paused()).isTrue();
        taken.ack();
        assertThat(takeAll(queue.group("audit"))).containsExactly("a", "b");
        mail.resume();
        assertThat(takeAll(mail)).containsExactly("b");
        mail.pause();
        assertThat(QueueFixture.stats(open(two()), "mail").paused()).isFalse();
    }
}
