package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is sent: a body, and what the queue should do with it. Each method that sets something returns another message
 * and leaves this one as it is.
 *
 * <p>All texts must be valid Unicode, without halves of surrogate pairs, so that they come back from the medium as
 * they went in. Two messages are equal only if they are the same object. Immutable, as far as the body is.
 */
public final class Message<T> {
    private static final int MAXIMUM_KEY = 1_024;
    private static final int MAXIMUM_HEADERS = 64;
    private static final int MAXIMUM_HEADER_NAME = 256;
    private static final int MAXIMUM_HEADER_VALUE = 8_192;
    private static final Duration MAXIMUM_DELAY = Duration.ofDays(3_650);

    private final Supplier<? extends T> body;
    private final @Nullable String key;
    private final Map<String, String> headers;
    private final Duration delay;
    private final @Nullable String deduplicationId;

    private Message(
            Supplier<? extends T> body,
            @Nullable String key,
            Map<String, String> headers,
            Duration delay,
            @Nullable String deduplicationId) {
        this.body = body;
        this.key = key;
        this.headers = headers;
        this.delay = delay;
        this.deduplicationId = deduplicationId;
    }

    /** Returns a message without key, headers, delay or deduplication id. */
    public static <T> Message<T> of(T body) {
        requireNonNull(body, "body");
        return decodedBy(() -> body);
    }

    /**
     * Returns a message whose body is decoded when somebody asks, so that one that cannot be decoded can still be
     * looked at.
     */
    static <T> Message<T> decodedBy(Supplier<? extends T> body) {
        return new Message<>(body, null, Map.of(), Duration.ZERO, null);
    }

    /**
     * Sets the key. Messages of one key are delivered one at a time, in the order in which they were sent: the next
     * one when the one before is acknowledged or a dead letter. A message that fails delays only its own key; one
     * with a {@linkplain #delay delay} joins its key when it is due. Default: none, in no order with any other.
     *
     * @param key from 1 to 1,024 bytes in UTF-8
     * @throws IllegalArgumentException if it is out of these bounds, or not valid Unicode
     */
    public Message<T> key(String key) {
        return new Message<>(body, Bounds.requireText(key, "key", 1, MAXIMUM_KEY), headers, delay, deduplicationId);
    }

    /**
     * Sets a header, in place of one with the same name. The queue only carries it. At most 64.
     *
     * @param name from 1 to 256 bytes in UTF-8
     * @param value up to 8,192 bytes in UTF-8
     * @throws IllegalArgumentException if it is out of these bounds, or not valid Unicode, or one too many
     */
    public Message<T> header(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(
                Bounds.requireText(name, "name of a header", 1, MAXIMUM_HEADER_NAME),
                Bounds.requireText(value, "value of a header", 0, MAXIMUM_HEADER_VALUE));
        Bounds.requireBetween(all.size(), "headers", 0, MAXIMUM_HEADERS);
        return new Message<>(body, key, Collections.unmodifiableMap(all), delay, deduplicationId);
    }

    /**
     * Has the message delivered no sooner than this after it was given to {@code send}, by the wall clock of the machine;
     * time that it waits for room counts. Whoever sets that clock moves when it is due. Default: zero.
     *
     * @param delay from zero to 3,650 days
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public Message<T> delay(Duration delay) {
        return new Message<>(
                body,
                key,
                headers,
                Bounds.requireBetween(delay, "delay", Duration.ZERO, MAXIMUM_DELAY),
                deduplicationId);
    }

    /**
     * Sets an id by which the queue knows that this message was sent already: of those with one id that are sent
     * within {@link FileQueueBuilder#deduplicationWindow} only the first is stored, also when the process dies in
     * between, unless more than {@link FileQueueBuilder#maximumDeduplicationIds} others came in between. So what was
     * sent with an unknown outcome may be sent again. Default: none.
     *
     * @param id from 1 to 1,024 bytes in UTF-8
     * @throws IllegalArgumentException if it is out of these bounds, or not valid Unicode
     */
    public Message<T> deduplicationId(String id) {
        return new Message<>(body, key, headers, delay, Bounds.requireText(id, "deduplicationId", 1, MAXIMUM_KEY));
    }

    /**
     * Returns the body: the object that was given, or, of a message that was read, one that is decoded by each call
     * in the calling thread.
     *
     * @throws RuntimeException what the function that decodes has thrown
     */
    public T body() {
        return requireNonNull(body.get(), "body");
    }

    /** Returns the key; empty for a message in no order. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Returns the headers in the order in which their names were first set. Unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the delay; zero for none. */
    public Duration delay() {
        return delay;
    }

    /** Returns the deduplication id; empty for a message that is stored in any case. */
    public Optional<String> deduplicationId() {
        return Optional.ofNullable(deduplicationId);
    }

    /** Returns what is set, never what it is set to: a body, a key or a header may be somebody's secret. */
    @Override
    public String toString() {
        return "Message[" + (key == null ? "no key" : "with key") + ", headers " + headers.size() + ", delay " + delay
                + (deduplicationId == null ? "" : ", with deduplication id") + "]";
    }
}
