package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content of a message's record.
 *
 * <pre>
 * 0  u64 sent at, in milliseconds since 1970
 * 8  u64 due at, likewise; 0 for at once
 * 16 u16 length of the key, 0 for none
 * 18 u16 length of the deduplication id, 0 for none
 * 20 u32 length of the headers
 * 24 key, deduplication id, headers (each u16 and name, u16 and value), body
 * </pre>
 *
 * <p>Texts are in UTF-8. Immutable.
 */
final class MessageContent {
    private static final int PRELUDE = 24;
    private static final byte[] NOTHING = {};

    private final ByteBuffer content;

    /** Takes the content of a frame whose checksum was checked. */
    MessageContent(ByteBuffer content) {
        this.content = content.slice();
    }

    static ByteBuffer encode(Message<?> message, byte[] body, long sentAt) {
        byte[] key = message.key().map(MessageContent::utf8).orElse(NOTHING);
        byte[] id = message.deduplicationId().map(MessageContent::utf8).orElse(NOTHING);
        byte[] headers = message.headers().isEmpty() ? NOTHING : encode(message.headers());
        long delay = Bounds.millis(message.delay());
        int length = Math.addExact(body.length, PRELUDE + key.length + id.length + headers.length);
        ByteBuffer content = ByteBuffer.allocate(length);
        content.putLong(sentAt).putLong(delay == 0 ? 0 : sentAt + delay);
        content.putShort((short) key.length).putShort((short) id.length).putInt(headers.length);
        return content.put(key).put(id).put(headers).put(body).flip();
    }

    private static byte[] encode(Map<String, String> headers) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            for (byte[] text : List.of(utf8(name), utf8(value))) {
                bytes.write(text.length >>> 8);
                bytes.write(text.length);
                bytes.writeBytes(text);
            }
        });
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** Returns how many bytes of a content are the user's. */
    static int payloadBytes(ByteBuffer content) {
        return content.remaining() - PRELUDE;
    }

    /** Returns whether there is a deduplication id in a content. */
    static boolean hasDeduplicationId(ByteBuffer content) {
        return content.getShort(content.position() + 18) != 0;
    }

    /** Refuses a content whose parts are not within its bytes: another program has written it, or a bug has. */
    static void requireWhole(ByteBuffer content) {
        int at = content.position();
        int headers = content.getInt(at + 20);
        int key = Short.toUnsignedInt(content.getShort(at + 16));
        int id = Short.toUnsignedInt(content.getShort(at + 18));
        if (headers < 0 || (long) key + id + headers > content.remaining() - PRELUDE) {
            throw new IllegalArgumentException("key, id and headers have " + key + ", " + id + " and " + headers
                    + " bytes of " + content.remaining());
        }
    }

    /** Returns the message as it was sent, with a body that is decoded when somebody asks for it. */
    <T> Message<T> message(Function<byte[], ? extends T> decode) {
        Message<T> message = Message.decodedBy(() -> decode.apply(body()));
        String key = key();
        String id = deduplicationId();
        message = key == null ? message : message.key(key);
        message = id == null ? message : message.deduplicationId(id);
        for (Map.Entry<String, String> header : headers().entrySet()) {
            message = message.header(header.getKey(), header.getValue());
        }
        return due() == 0 ? message : message.delay(Duration.ofMillis(due() - sentAt()));
    }

    long sentAt() {
        return content.getLong(0);
    }

    /** Returns when it is due, in milliseconds since 1970; 0 for at once. */
    long due() {
        return content.getLong(8);
    }

    @Nullable
    String key() {
        return text(PRELUDE, keyLength());
    }

    @Nullable
    String deduplicationId() {
        return text(PRELUDE + keyLength(), idLength());
    }

    Map<String, String> headers() {
        ByteBuffer left = content.slice(PRELUDE + keyLength() + idLength(), content.getInt(20));
        Map<String, String> headers = new LinkedHashMap<>();
        while (left.hasRemaining()) {
            headers.put(next(left), next(left));
        }
        return Collections.unmodifiableMap(headers);
    }

    byte[] body() {
        int start = PRELUDE + keyLength() + idLength() + content.getInt(20);
        byte[] body = new byte[content.limit() - start];
        content.get(start, body);
        return body;
    }

    /** Returns all of it, to store it again. */
    ByteBuffer bytes() {
        return content.duplicate();
    }

    /** Returns the same, with nothing else kept alive. */
    MessageContent copy() {
        return new MessageContent(
                ByteBuffer.allocate(content.limit()).put(content.duplicate()).flip());
    }

    int length() {
        return content.limit();
    }

    private int keyLength() {
        return Short.toUnsignedInt(content.getShort(16));
    }

    private int idLength() {
        return Short.toUnsignedInt(content.getShort(18));
    }

    private @Nullable String text(int at, int length) {
        return length == 0 ? null : UTF_8.decode(content.slice(at, length)).toString();
    }

    private static String next(ByteBuffer left) {
        int length = Short.toUnsignedInt(left.getShort());
        String text = UTF_8.decode(left.slice(left.position(), length)).toString();
        left.position(left.position() + length);
        return text;
    }
}
