package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.look;
import static dev.scalekit.queue.QueueFixture.take;
import static dev.scalekit.queue.QueueFixture.takeAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that jump, and a process that stands still. */
final class FileQueueTimeTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final TestTime time = new TestTime();
    private FileQueue<String> queue;

    @BeforeEach
    void open() {
        queue = FileQueueFixture.builder(folder.resolve("q"), QueueSpec.standard(), time)
                .build();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 3_600})
    void a_wall_clock_that_jumps_neither_ends_a_lease_nor_keeps_it(long seconds) throws Exception {
        queue.send("a");
        Delivery<String> delivery = take(queue);

        time.setWall(Duration.ofSeconds(seconds));

        assertThat(look(queue)).isEmpty();
        delivery.extend(Duration.ofSeconds(30));
        time.pass(Duration.ofSeconds(30));
        assertThat(take(queue).attempt()).isEqualTo(2);
    }

    @Test
    void a_delayed_message_is_due_by_the_wall_clock_wherever_that_jumps() throws Exception {
        queue.send(Message.of("b").delay(Duration.ofMinutes(30)));

        time.setWall(HOUR.negated());
        queue.send(Message.of("a").delay(Duration.ofMinutes(30)));
        assertThat(look(queue)).isEmpty();
        time.setWall(HOUR);
        assertThat(takeAll(queue)).containsExactly("a");
        time.setWall(Duration.ofMinutes(30));

        assertThat(takeAll(queue)).containsExactly("b");
    }

    @Test
    void a_retry_is_not_lost_when_the_wall_clock_goes_back() throws Exception {
        queue.send("a");
        take(queue).retryAfter(Duration.ofSeconds(5));
        assertThat(look(queue)).isEmpty();

        time.setWall(HOUR.negated());
        assertThat(look(queue)).isEmpty();
        time.pass(HOUR.plusSeconds(5));

        assertThat(take(queue).attempt()).isEqualTo(2);
    }

    @Test
    void a_retry_that_waits_does_not_wait_longer_when_the_wall_clock_goes_back() throws Exception {
        queue.send("a");
        queue.send("b");
        Delivery<String> a = take(queue);
        Delivery<String> b = take(queue);
        a.retryAfter(Duration.ofSeconds(5));
        assertThat(look(queue)).isEmpty();

        time.setWall(HOUR.negated());
        b.retryAfter(Duration.ofSeconds(5));
        assertThat(look(queue)).isEmpty();
        time.pass(Duration.ofSeconds(5));

        assertThat(takeAll(queue)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_deduplication_id_is_forgotten_too_late_rather_than_too_early_when_the_wall_clock_goes_back()
            throws Exception {
        MessageId first = queue.send(Message.of("a").deduplicationId("o-1"));

        time.setWall(HOUR.negated());
        assertThat(queue.send(Message.of("b").deduplicationId("o-1"))).isEqualTo(first);
        time.setWall(HOUR.multipliedBy(2));

        assertThat(queue.send(Message.of("c").deduplicationId("o-1"))).isGreaterThan(first);
    }

    @Test
    void after_a_pause_longer_than_the_lease_the_holder_is_fenced_and_nothing_is_lost() throws Exception {
        List<Delivery<String>> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            queue.send("m" + i);
            held.add(take(queue));
        }
        queue.send(Message.of("due").delay(Duration.ofSeconds(50)));

        time.pass(Duration.ofSeconds(60));

        // The holders are the first to run again, the queue has noticed nothing yet.
        held.forEach(delivery -> assertThatThrownBy(delivery::ack).isInstanceOf(LeaseExpiredException.class));
        assertThat(takeAll(queue)).hasSize(21).contains("due", "m0", "m19");
    }
}
