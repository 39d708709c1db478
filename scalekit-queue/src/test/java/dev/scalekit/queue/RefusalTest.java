package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the public API refuses: each bound from both sides, with the message that says why. */
final class RefusalTest {
    private static final Message<String> MESSAGE = Message.of("body");
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration YEAR = Duration.ofDays(365);

    @ParameterizedTest
    @MethodSource({"messages", "waits", "counts", "groups", "sizes"})
    void what_is_out_of_bounds_is_refused_with_name_bound_and_value(String reason, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(reason);
    }

    @ParameterizedTest
    @MethodSource
    void what_is_just_within_the_bounds_is_taken(ThrowingCallable call) {
        assertThatCode(call).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource
    void null_is_refused_by_name(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @Test
    @SuppressWarnings("NullAway") // Callers have no NullAway.
    void null_is_refused_by_name_by_an_open_queue() throws Exception {
        try (HandDrivenQueue stepped = HandDrivenQueue.open(
                new SimDisk(),
                builder()
                        .segmentBytes(128 << 10)
                        .maximumBytes(64 << 20)
                        .maximumMessageBytes(16 << 10)
                        .options())) {
            FileQueue<String> queue = stepped.queue();
            stepped.send(MESSAGE);
            Delivery<String> delivery = stepped.take();

            Stream.of(
                            refused("body", () -> queue.send((String) null)),
                            refused("body", () -> queue.sendAsync((String) null)),
                            refused("message", () -> queue.send((Message<String>) null)),
                            refused("message", () -> queue.sendAsync((Message<String>) null)),
                            refused("messages", () -> queue.sendAll(null)),
                            refused("name", () -> queue.group(null)),
                            refused("timeout", () -> queue.receive(null)),
                            refused("options", () -> queue.consume(null, any -> {})),
                            refused("handler", () -> queue.consume(ConsumerOptions.concurrency(1), null)),
                            refused("id", () -> queue.deadLetters().redrive(null)),
                            refused("id", () -> queue.deadLetters().remove(null)),
                            refused("delay", () -> delivery.retryAfter(null)),
                            refused("reason", () -> delivery.reject(null)),
                            refused("lease", () -> delivery.extend(null)))
                    .forEach(call -> null_is_refused_by_name((String) call.get()[0], (ThrowingCallable) call.get()[1]));
            assertThat(queue.stats().sent()).isEqualTo(1);
        }
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                refused("key must have from 1 to 1024 bytes in UTF-8: 0", () -> MESSAGE.key("")),
                refused("key must have from 1 to 1024 bytes in UTF-8: 1025", () -> MESSAGE.key("k".repeat(1_025))),
                refused("key must have from 1 to 1024 bytes in UTF-8: 1026", () -> MESSAGE.key("ß".repeat(513))),
                refused("key must have from 1 to 1024 bytes in UTF-8: 1026", () -> MESSAGE.key("€".repeat(342))),
                refused("key must have from 1 to 1024 bytes in UTF-8: 1028", () -> MESSAGE.key("😀".repeat(257))),
                refused("key must be valid Unicode: half of a surrogate pair at index 1", () -> MESSAGE.key("a\ud83d")),
                refused(
                        "key must be valid Unicode: half of a surrogate pair at index 2",
                        () -> MESSAGE.key("😀\ude00")),
                refused(
                        "deduplicationId must have from 1 to 1024 bytes in UTF-8: 0",
                        () -> MESSAGE.deduplicationId("")),
                refused(
                        "deduplicationId must have from 1 to 1024 bytes in UTF-8: 1025",
                        () -> MESSAGE.deduplicationId("d".repeat(1_025))),
                refused(
                        "deduplicationId must be valid Unicode: half of a surrogate pair at index 0",
                        () -> MESSAGE.deduplicationId("\ude00\ud83d")),
                refused("name of a header must have from 1 to 256 bytes in UTF-8: 0", () -> MESSAGE.header("", "v")),
                refused(
                        "name of a header must have from 1 to 256 bytes in UTF-8: 257",
                        () -> MESSAGE.header("n".repeat(257), "v")),
                refused(
                        "value of a header must have from 0 to 8192 bytes in UTF-8: 8193",
                        () -> MESSAGE.header("n", "v".repeat(8_193))),
                refused(
                        "value of a header must be valid Unicode: half of a surrogate pair at index 0",
                        () -> MESSAGE.header("n", "\ud83dx")),
                refused("headers must be from 0 to 64: 65", () -> withHeaders(65)),
                refused("delay must be from PT0S to PT87600H: PT-0.000000001S", () -> MESSAGE.delay(NANO.negated())),
                refused(
                        "delay must be from PT0S to PT87600H: PT87600H0.000000001S",
                        () -> MESSAGE.delay(Duration.ofDays(3_650).plus(NANO))),
                refused("value must be at least 1: 0", () -> new MessageId(0)));
    }

    static Stream<Arguments> waits() {
        Duration tooLong = YEAR.plus(NANO);
        ConsumerOptions options = ConsumerOptions.concurrency(1);
        return Stream.of(
                refused(
                        "stopTimeout must be from PT0S to PT8760H: PT-0.000000001S",
                        () -> options.stopTimeout(NANO.negated())),
                refused(
                        "stopTimeout must be from PT0S to PT8760H: PT8760H0.000000001S",
                        () -> options.stopTimeout(tooLong)),
                refused(
                        "patience must be from PT0.000000001S to PT8760H: PT0S",
                        () -> WhenFull.waitUpTo(Duration.ZERO)),
                refused(
                        "patience must be from PT0.000000001S to PT8760H: PT8760H0.000000001S",
                        () -> WhenFull.waitUpTo(tooLong)),
                refused("delay must be from PT0.000000001S to PT8760H: PT0S", () -> Retry.fixed(Duration.ZERO)),
                refused(
                        "delay must be from PT0.000000001S to PT8760H: PT8760H0.000000001S",
                        () -> Retry.fixed(tooLong)),
                refused(
                        "first must be from PT0.000000001S to PT8760H: PT0S",
                        () -> Retry.exponential(Duration.ZERO, YEAR)),
                refused(
                        "maximum must be from PT0.000000001S to PT8760H: PT8760H0.000000001S",
                        () -> Retry.exponential(NANO, tooLong)),
                refused(
                        "first must be at most maximum, PT1S: PT1.000000001S",
                        () -> Retry.exponential(Duration.ofSeconds(1).plus(NANO), Duration.ofSeconds(1))),
                refusedOption("lease must be from PT0.1S to PT8760H: PT0.099S", b -> b.lease(Duration.ofMillis(99))),
                refusedOption("lease must be from PT0.1S to PT8760H: PT8760H0.000000001S", b -> b.lease(tooLong)),
                refusedOption(
                        "deduplicationWindow must be from PT0S to PT24H: PT-0.000000001S",
                        b -> b.deduplicationWindow(NANO.negated())),
                refusedOption(
                        "deduplicationWindow must be from PT0S to PT24H: PT24H0.000000001S",
                        b -> b.deduplicationWindow(Duration.ofDays(1).plus(NANO))));
    }

    static Stream<Arguments> counts() {
        return Stream.of(
                refused("concurrency must be from 1 to 10000: 0", () -> ConsumerOptions.concurrency(0)),
                refused("concurrency must be from 1 to 10000: 10001", () -> ConsumerOptions.concurrency(10_001)),
                refusedOption("maximumMessages must be at least 1: 0", b -> b.maximumMessages(0)),
                refusedOption("minimumFreeDisk must be at least 0: -1", b -> b.minimumFreeDisk(-1)),
                refusedOption("maximumAttempts must be from 1 to 1000: 0", b -> b.maximumAttempts(0)),
                refusedOption("maximumAttempts must be from 1 to 1000: 1001", b -> b.maximumAttempts(1_001)),
                refusedOption("maximumDeadLetters must be from 0 to 1000000: -1", b -> b.maximumDeadLetters(-1)),
                refusedOption(
                        "maximumDeadLetters must be from 0 to 1000000: 1000001", b -> b.maximumDeadLetters(1_000_001)),
                refusedOption(
                        "maximumDeduplicationIds must be from 1 to 10000000: 0", b -> b.maximumDeduplicationIds(0)),
                refusedOption(
                        "maximumDeduplicationIds must be from 1 to 10000000: 10000001",
                        b -> b.maximumDeduplicationIds(10_000_001)));
    }

    static Stream<Arguments> groups() {
        String allowed = "group must be 1 to 64 of A-Z a-z 0-9 . _ -, the first not a dot: ";
        return Stream.of(
                refusedOption(allowed + "\"\"", b -> b.groups("")),
                refusedOption(allowed + "\"..\"", b -> b.groups("mail", "..")),
                refusedOption(allowed + "\".mail\"", b -> b.groups(".mail")),
                refusedOption(allowed + "\"a/b\"", b -> b.groups("a/b")),
                refusedOption(allowed + "\"mail?\"", b -> b.groups("mail\n")),
                refusedOption(allowed + "\"größe\"", b -> b.groups("größe")),
                refusedOption(allowed + "65 characters", b -> b.groups("g".repeat(65))),
                refusedOption(allowed + "\"a b\"", b -> b.dropGroup("a b")),
                refusedOption("groups must differ, in more than case: mail, mail", b -> b.groups("mail", "mail")),
                refusedOption("groups must differ, in more than case: mail, MAIL", b -> b.groups("mail", "MAIL")),
                refusedOption("groups must be from 0 to 64: 65", b -> b.groups("g", numbered(64))),
                refusedOption(
                        "dropGroup must not name a group of the queue, mail: Mail",
                        b -> b.groups("mail").dropGroup("Mail")),
                refusedOption(
                        "dropGroup must not name a group of the queue, default: default", b -> b.dropGroup("default")));
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                refusedOption("maximumMessageBytes must be at least 1: 0", b -> b.maximumMessageBytes(0)),
                refusedOption("segmentBytes must be from 65536 to 1073741824: 61440", b -> b.segmentBytes(61_440)),
                refusedOption(
                        "segmentBytes must be from 65536 to 1073741824: 1073745920",
                        b -> b.segmentBytes((1 << 30) + 4_096)),
                refusedOption("segmentBytes must be a multiple of 4096: 67108865", b -> b.segmentBytes((1 << 26) + 1)),
                refusedOption(
                        "segmentBytes must be at least 4259840 with a maximumMessageBytes of 1048576: 4255744",
                        b -> b.segmentBytes(4_259_840 - 4_096)),
                refusedOption(
                        "segmentBytes must be at least 8590000124 with a maximumMessageBytes of 2147483647: 67108864",
                        b -> b.maximumMessageBytes(Integer.MAX_VALUE)),
                refusedOption(
                        "maximumBytes must be at least 268435456 with a segmentBytes of 67108864: 268435455",
                        b -> b.maximumBytes((1 << 28) - 1)),
                refusedOption(
                        "maximumBytes must be at least 4294967296 with a segmentBytes of 1073741824: 4294967295",
                        b -> b.segmentBytes(1 << 30).maximumBytes((1L << 32) - 1)),
                refusedOption(
                        "maximumBytes must be at most 274877906944 with a segmentBytes of 67108864: 274877906945",
                        b -> b.maximumBytes((1L << 38) + 1)));
    }

    static Stream<ThrowingCallable> what_is_just_within_the_bounds_is_taken() {
        return Stream.of(
                () -> MESSAGE.key("k").deduplicationId("d").delay(Duration.ZERO),
                () -> MESSAGE.key("k".repeat(1_024)).deduplicationId("d".repeat(1_024)),
                () -> MESSAGE.key("😀".repeat(256)).delay(Duration.ofDays(3_650)),
                () -> MESSAGE.header("n", "").header("n".repeat(256), "v".repeat(8_192)),
                () -> withHeaders(64).header("name 1", "another value"),
                () -> ConsumerOptions.concurrency(1).stopTimeout(Duration.ZERO),
                () -> ConsumerOptions.concurrency(10_000).stopTimeout(YEAR),
                () -> WhenFull.waitUpTo(NANO),
                () -> WhenFull.waitUpTo(YEAR),
                () -> Retry.exponential(NANO, YEAR),
                () -> Retry.exponential(YEAR, YEAR),
                taken(b -> b.groups("A-z.9_", numbered(63)).dropGroup("default")),
                taken(b -> b.groups("g".repeat(64)).dropGroup("never-seen").dropGroup("never-seen")),
                taken(b -> b.maximumMessages(1)
                        .minimumFreeDisk(0)
                        .maximumAttempts(1)
                        .maximumDeadLetters(0)),
                taken(b -> b.maximumMessages(Long.MAX_VALUE).minimumFreeDisk(Long.MAX_VALUE)),
                taken(b ->
                        b.maximumAttempts(1_000).maximumDeadLetters(1_000_000).lease(YEAR)),
                taken(b -> b.deduplicationWindow(Duration.ZERO).maximumDeduplicationIds(1)),
                taken(b -> b.deduplicationWindow(Duration.ofDays(1)).maximumDeduplicationIds(10_000_000)),
                taken(b -> b.lease(Duration.ofMillis(100)).segmentBytes(4_259_840)),
                taken(b -> b.maximumMessageBytes(1).segmentBytes(69_632).maximumBytes(4 * 69_632)),
                taken(b -> b.segmentBytes(1 << 30).maximumBytes(1L << 32)),
                taken(b -> b.maximumBytes(1L << 38)));
    }

    @SuppressWarnings("NullAway") // Callers have no NullAway.
    static Stream<Arguments> null_is_refused_by_name() {
        Path folder = Path.of("orders");
        return Stream.of(
                refused("body", () -> Message.of(null)),
                refused("key", () -> MESSAGE.key(null)),
                refused("name of a header", () -> MESSAGE.header(null, "v")),
                refused("value of a header", () -> MESSAGE.header("n", null)),
                refused("delay", () -> MESSAGE.delay(null)),
                refused("deduplicationId", () -> MESSAGE.deduplicationId(null)),
                refused("stopTimeout", () -> ConsumerOptions.concurrency(1).stopTimeout(null)),
                refused("patience", () -> WhenFull.waitUpTo(null)),
                refused("delay", () -> Retry.fixed(null)),
                refused("first", () -> Retry.exponential(null, YEAR)),
                refused("maximum", () -> Retry.exponential(NANO, null)),
                refused("directory", () -> FileQueue.builder(null, String::getBytes, String::new)),
                refused("encode", () -> FileQueue.<String>builder(folder, null, String::new)),
                refused("decode", () -> FileQueue.<String>builder(folder, String::getBytes, null)),
                refused("group", () -> builder().groups(null)),
                refused("group", () -> builder().groups("mail", (String) null)),
                refused("more", () -> builder().groups("mail", (String[]) null)),
                refused("group", () -> builder().dropGroup(null)),
                refused("whenFull", () -> builder().whenFull(null)),
                refused("lease", () -> builder().lease(null)),
                refused("retryDelay", () -> builder().retryDelay(null)),
                refused("deduplicationWindow", () -> builder().deduplicationWindow(null)),
                refused("listener", () -> builder().listener(null)),
                refused("clock", () -> builder().clock(null)),
                refused("ticker", () -> builder().ticker(null)),
                refused("id", () -> new StoredMessage<>(null, MESSAGE, Instant.EPOCH)),
                refused("message", () -> new StoredMessage<>(new MessageId(1), null, Instant.EPOCH)),
                refused("sentAt", () -> new StoredMessage<>(new MessageId(1), MESSAGE, null)));
    }

    private static Message<String> withHeaders(int count) {
        Message<String> message = MESSAGE;
        for (int i = 0; i < count; i++) {
            message = message.header("name " + i, "value");
        }
        return message;
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "group-" + i).toArray(String[]::new);
    }

    private static FileQueueBuilder<String> builder() {
        return FileQueueBuilderTest.strings(Path.of("orders"));
    }

    private static Arguments refused(String reason, ThrowingCallable call) {
        return arguments(reason, call);
    }

    private static Arguments refusedOption(String reason, UnaryOperator<FileQueueBuilder<String>> set) {
        return arguments(reason, taken(set));
    }

    private static ThrowingCallable taken(UnaryOperator<FileQueueBuilder<String>> set) {
        return () -> set.apply(builder()).options();
    }
}
