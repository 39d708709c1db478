package dev.scalekit.session;

import java.nio.charset.StandardCharsets;

/** Strings as they are: a character of ASCII is a byte, and one text can only be decoded by a newer version. */
final class TextCodec implements Codec {
    static final String UNDECODABLE = "undecodable";

    private final boolean isNewer;

    TextCodec() {
        this(false);
    }

    private TextCodec(boolean isNewer) {
        this.isNewer = isNewer;
    }

    static TextCodec newer() {
        return new TextCodec(true);
    }

    @Override
    public byte[] encode(Object value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T decode(byte[] bytes, Class<T> type) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!isNewer && text.equals(UNDECODABLE)) {
            // Not an UndecodableException: a codec of the application cannot make one.
            throw new IllegalStateException("The value was " + text);
        }
        return type.cast(text);
    }
}
