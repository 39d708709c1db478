package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class MessageTest {
    private final Message<String> plain = Message.of("body");

    @Test
    void a_plain_message_has_nothing_but_a_body() {
        assertThat(plain.body()).isEqualTo("body");
        assertThat(plain.key()).isEmpty();
        assertThat(plain.headers()).isEmpty();
        assertThat(plain.delay()).isZero();
        assertThat(plain.deduplicationId()).isEmpty();
    }

    @Test
    void what_is_set_is_kept_whatever_is_set_afterwards() {
        Message<String> message =
                plain.key("k").header("h", "v").delay(Duration.ofSeconds(1)).deduplicationId("d");

        Message<String> last = message.key("k2").header("h2", "v2").delay(Duration.ofSeconds(2));

        assertThat(last.body()).isSameAs(plain.body());
        assertThat(last.key()).hasValue("k2");
        assertThat(last.headers()).containsExactly(entry("h", "v"), entry("h2", "v2"));
        assertThat(last.delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(last.deduplicationId()).hasValue("d");
    }

    @Test
    void setting_something_leaves_the_message_as_it_is() {
        Message<String> message = plain.key("k").header("h", "v");

        message.key("other").header("h", "other").delay(Duration.ofDays(1)).deduplicationId("d");

        assertThat(message.key()).hasValue("k");
        assertThat(message.headers()).containsExactly(entry("h", "v"));
        assertThat(message.delay()).isZero();
        assertThat(message.deduplicationId()).isEmpty();
    }

    @Test
    void headers_are_in_the_order_of_their_names_and_cannot_be_changed() {
        Message<String> message = plain.header("b", "1").header("a", "2").header("b", "3");

        assertThat(message.headers())
                .containsExactly(entry("b", "3"), entry("a", "2"))
                .isUnmodifiable();
    }

    @Test
    void a_message_that_was_read_is_decoded_when_somebody_asks() {
        AtomicInteger decoded = new AtomicInteger();

        Message<Integer> message =
                Message.<Integer>decodedBy(decoded::incrementAndGet).key("k");

        assertThat(message.key()).hasValue("k");
        assertThat(decoded).hasValue(0);
        assertThat(message.body()).isEqualTo(1);
    }

    @Test
    void a_body_that_cannot_be_decoded_says_so_only_to_who_asks_for_it() {
        Message<String> message = Message.<String>decodedBy(() -> {
                    throw new IllegalStateException("no such version");
                })
                .header("h", "v");

        assertThat(message.headers()).containsExactly(entry("h", "v"));
        assertThatIllegalStateException().isThrownBy(message::body).withMessage("no such version");
    }

    @Test
    @SuppressWarnings("NullAway") // Callers have no NullAway.
    void a_body_that_is_decoded_to_null_is_refused() {
        Supplier<String> decode = () -> null;

        Message<String> message = Message.decodedBy(decode);

        assertThatNullPointerException().isThrownBy(message::body).withMessage("body");
    }

    @Test
    void ids_are_in_the_order_of_their_values() {
        assertThat(new MessageId(9)).isLessThan(new MessageId(10)).isEqualByComparingTo(new MessageId(9));
    }
}
