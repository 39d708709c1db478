package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the public types say of themselves, and what they keep to themselves. */
final class PrintingTest {
    private static final String SECRET = "s3cret";
    private static final Message<String> MESSAGE = Message.of(SECRET)
            .key(SECRET)
            .header(SECRET, SECRET)
            .delay(Duration.ofMinutes(5))
            .deduplicationId(SECRET);
    private static final StoredMessage<String> STORED = new StoredMessage<>(new MessageId(7), MESSAGE, Instant.EPOCH);

    @ParameterizedTest
    @MethodSource
    void a_type_tells_what_it_is_and_no_body_key_or_header(Object printed, String expected) {
        assertThat(printed).hasToString(expected);
        assertThat(printed.toString()).doesNotContain(SECRET);
    }

    static Stream<Arguments> a_type_tells_what_it_is_and_no_body_key_or_header() {
        String message = "Message[with key, headers 1, delay PT5M, with deduplication id]";
        String stored = "StoredMessage[id=7, message=" + message + ", sentAt=1970-01-01T00:00:00Z]";
        return Stream.of(
                arguments(MESSAGE, message),
                arguments(Message.of(SECRET), "Message[no key, headers 0, delay PT0S]"),
                arguments(STORED, stored),
                arguments(
                        new DeadLetter<>(STORED, 5, Instant.EPOCH, "timeout"),
                        "DeadLetter[stored=" + stored + ", attempts=5, diedAt=1970-01-01T00:00:00Z, reason=timeout]"),
                arguments(new MessageId(7), "7"),
                arguments(Retry.fixed(Duration.ofSeconds(2)), "Retry[fixed PT2S]"),
                arguments(WhenFull.refuse(), "WhenFull[refuse]"),
                arguments(WhenFull.waitUpTo(Duration.ofSeconds(2)), "WhenFull[wait up to PT2S]"),
                arguments(ConsumerOptions.concurrency(8), "ConsumerOptions[8 threads, stopTimeout PT30S]"),
                arguments(FileQueueBuilderTest.strings(Path.of("orders")), "FileQueueBuilder[orders]"));
    }

    @ParameterizedTest
    @MethodSource
    void an_exception_says_what_failed_which_one_and_why(QueueException exception, String expected) {
        assertThat(exception).hasMessage(expected);
    }

    static Stream<Arguments> an_exception_says_what_failed_which_one_and_why() {
        IOException cause = new IOException("Input/output error");
        String full = "maximumBytes 100, and there are 96";
        return Stream.of(
                arguments(
                        new QueueFullException("orders", full, Duration.ZERO),
                        "Nothing was stored in orders, which is full: maximumBytes 100, and there are 96"),
                arguments(
                        new QueueFullException("orders", full, Duration.ofSeconds(10)),
                        "Nothing was stored in orders, which is full and had no room for PT10S: "
                                + "maximumBytes 100, and there are 96"),
                arguments(new QueueClosedException("orders"), "orders is closed"),
                arguments(
                        new QueueFailedException("orders", cause),
                        "orders takes no more after a failure; close it and build it again once the cause is gone: "
                                + cause),
                arguments(
                        new NotStoredException("orders", cause),
                        "Nothing was stored in orders, where a write failed: Input/output error"),
                arguments(
                        new StoreOutcomeUnknownException("orders", cause),
                        "Whether this is stored in orders shows when it is built again, after a failure: " + cause),
                arguments(
                        new LeaseExpiredException("mail", new MessageId(7), 2),
                        "The lease of message 7 in group mail, attempt 2, has ended: it took too long, or was "
                                + "answered before"),
                arguments(
                        new QueueInUseException("orders", "process 4711"),
                        "The queue in orders is in use by process 4711: it can be open once at a time"),
                arguments(
                        new QueueIOException("orders", "opening", cause),
                        "orders: opening failed: java.io.IOException: Input/output error"));
    }

    @Test
    void an_exception_has_the_numbers_of_its_message() {
        LeaseExpiredException expired = new LeaseExpiredException("mail", new MessageId(7), 2);
        QueueFullException full = new QueueFullException("orders", "too much", Duration.ofSeconds(10));
        CorruptLogException corrupt = new CorruptLogException("segment-1", 4_096, "zeros");
        UnknownFormatException unknown = new UnknownFormatException("segment-1", 9);

        assertThat(expired.id()).isEqualTo(new MessageId(7));
        assertThat(expired.attempt()).isEqualTo(2);
        assertThat(full.reason()).isEqualTo("too much");
        assertThat(full.waited()).isEqualTo(Duration.ofSeconds(10));
        assertThat(new QueueInUseException("orders", "process 4711").holder()).isEqualTo("process 4711");
        assertThat(corrupt.file()).isEqualTo("segment-1");
        assertThat(corrupt.offset()).isEqualTo(4_096);
        assertThat(unknown.file()).isEqualTo("segment-1");
        assertThat(unknown.version()).isEqualTo(9);
    }

    @Test
    void a_reason_is_cut_between_characters() {
        String fits = "x".repeat(DeadLetter.MAXIMUM_REASON);

        assertThat(DeadLetter.reason(fits)).isSameAs(fits);
        assertThat(DeadLetter.reason(fits + "y")).isEqualTo(fits);
        assertThat(DeadLetter.reason("x".repeat(1_023) + "😀")).isEqualTo("x".repeat(1_023));
    }

    @Test
    void virtual_threads_are_refused_where_there_are_none() {
        assumeThat(Runtime.version().feature()).isLessThan(21);

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> ConsumerOptions.concurrency(1).virtualThreads())
                .withMessageStartingWith("virtualThreads needs Java 21: ");
    }

    @Test
    void virtual_threads_are_taken_where_they_are() {
        assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(21);

        assertThat(ConsumerOptions.concurrency(8).virtualThreads().stopTimeout(Duration.ZERO))
                .hasToString("ConsumerOptions[8 virtual threads, stopTimeout PT0S]");
    }
}
