package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.stats;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a queue tells of itself. */
interface ObservationContract extends QueueFixture {
    /** Notes what it hears, without numbers that differ from run to run. */
    class Notes implements QueueListener {
        final Set<String> heard = new ConcurrentSkipListSet<>();

        @Override
        public void stored(int messages, long bytes, Duration force) {
            assertThat(bytes).isPositive();
            assertThat(force).isGreaterThanOrEqualTo(Duration.ZERO);
            heard.add("stored " + messages);
        }

        @Override
        public void delivered(String group, MessageId id, int attempt) {
            heard.add("delivered " + group + " " + attempt);
        }

        @Override
        public void acknowledged(String group, MessageId id) {
            heard.add("acknowledged " + group);
        }

        @Override
        public void retried(String group, MessageId id, int attempt, Duration delay) {
            heard.add("retried " + group + " " + attempt + " " + delay);
        }

        @Override
        public void leaseExpired(String group, MessageId id, int attempt) {
            heard.add("leaseExpired " + group + " " + attempt);
        }

        @Override
        public void died(String group, MessageId id, int attempts, String reason) {
            heard.add("died " + group + " " + attempts + " " + reason);
        }
    }

    @Test
    default void a_listener_hears_of_everything() throws Exception {
        Notes notes = new Notes();
        MessageQueue<String> queue = open(QueueSpec.standard().listener(notes));
        queue.sendAll(List.of(Message.of("a"), Message.of("b")));

        take(queue).ack();
        take(queue).retryAfter(Duration.ofSeconds(2));
        look(queue);
        pass(Duration.ofSeconds(2));
        take(queue);
        pass(Duration.ofSeconds(30));
        take(queue).reject("no");

        Set<String> expected = Set.of(
                "stored 2",
                "delivered default 1",
                "acknowledged default",
                "retried default 1 PT2S",
                "delivered default 2",
                "leaseExpired default 2",
                "delivered default 3",
                "died default 3 no");
        eventually("the listener", () -> notes.heard.equals(expected));
    }

    @Test
    default void a_listener_or_an_action_that_throws_changes_nothing() throws Exception {
        QueueListener thrower = new QueueListener() {
            @Override
            public void stored(int messages, long bytes, Duration force) {
                throw new AssertionError("on purpose");
            }

            @Override
            public void delivered(String group, MessageId id, int attempt) {
                throw new IllegalStateException("on purpose");
            }
        };
        MessageQueue<String> queue = open(QueueSpec.standard().listener(thrower));

        for (int i = 0; i < 3; i++) {
            queue.sendAsync("a")
                    .thenRunAsync(() -> {}, task -> {
                        throw new RejectedExecutionException("full");
                    })
                    .exceptionally(e -> null)
                    .get(20, SECONDS);
            take(queue).ackAsync().get(20, SECONDS);
        }

        assertThat(queue.stats().state()).isEqualTo(QueueStats.State.OPEN);
        assertThat(stats(queue, "default").acknowledged()).isEqualTo(3);
    }

    @Test
    default void the_figures_add_up() throws Exception {
        MessageQueue<String> queue = open(QueueSpec.standard().groups("mail", "audit"));
        Group<String> mail = queue.group("mail");
        for (int i = 0; i < 5; i++) {
            queue.send("m" + i);
        }
        queue.send(Message.of("later").delay(Duration.ofHours(1)));
        pass(Duration.ofSeconds(4));
        take(mail).ack();
        take(mail).retryAfter(Duration.ofMinutes(1));
        take(mail).reject("no");
        Delivery<String> leased = take(mail);
        pass(Duration.ofSeconds(1));
        look(queue.group("audit"));
        mail.pause();
        look(mail);

        QueueStats all = queue.stats();
        QueueStats.GroupStats stats = stats(queue, "mail");

        assertThat(leased.body()).isEqualTo("m3");
        assertThat(all.state()).isEqualTo(QueueStats.State.OPEN);
        assertThat(all.sent()).isEqualTo(6);
        assertThat(all.sentPerSecond()).isBetween(0.1, 6.0);
        assertThat(all.waitingToSend()).isZero();
        assertThat(all.groups()).containsOnlyKeys("mail", "audit");
        assertThat(stats.depth()).isEqualTo(4);
        assertThat(stats.leased()).isEqualTo(1);
        assertThat(stats.retrying()).isEqualTo(1);
        assertThat(stats.delayed()).isEqualTo(1);
        assertThat(stats.deadLetters()).isEqualTo(1);
        assertThat(stats.oldestAge()).isEqualTo(Duration.ofSeconds(5));
        assertThat(stats.delivered()).isEqualTo(4);
        assertThat(stats.acknowledged()).isEqualTo(1);
        assertThat(stats.acknowledgedPerSecond()).isBetween(0.01, 1.0);
        assertThat(stats.paused()).isTrue();
        assertThat(stats(queue, "audit").depth()).isEqualTo(6);
        QueueStats.Journal journal = all.journal();
        assertThat(journal.bytes()).isGreaterThan(journal.liveBytes());
        assertThat(journal.liveBytes()).isPositive();
        assertThat(journal.segments()).isPositive();
        assertThat(journal.forces()).isBetween(6L, 20L);
        assertThat(journal.forceMedian()).isLessThanOrEqualTo(journal.forceP99());
        assertThat(journal.forceP99()).isLessThanOrEqualTo(journal.forceMaximum());
    }

    @Test
    default void capabilities_are_told_and_cannot_be_changed() {
        MessageQueue<String> queue = open();

        assertThat(queue.capabilities()).containsExactlyInAnyOrder(Capability.values());
        assertThatThrownBy(() -> queue.capabilities().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    default void nothing_that_is_printed_has_a_body_key_or_header() throws Exception {
        MessageQueue<String> queue = open();
        queue.send(Message.of("canary").key("canary").header("canary", "canary").deduplicationId("canary"));
        Delivery<String> delivery = take(queue);

        List<Object> printed =
                List.of(queue, queue.group("default"), delivery, queue.browse(1), queue.deadLetters(), queue.stats());

        assertThat(printed).allSatisfy(each -> assertThat(each.toString()).doesNotContain("canary"));
        assertThat(takeAll(queue)).isEmpty();
    }
}
