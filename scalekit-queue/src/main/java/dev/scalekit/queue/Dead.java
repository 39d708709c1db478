package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Why a message is a dead letter. Immutable.
 *
 * @param location where the message is
 * @param diedAt in milliseconds since 1970
 */
record Dead(long location, int attempts, long diedAt, String reason) {
    private static final int FIXED = 3 * Long.BYTES;

    Dead at(long newLocation) {
        return new Dead(newLocation, attempts, diedAt, reason);
    }

    ByteBuffer encode() {
        byte[] text = reason.getBytes(UTF_8);
        return ByteBuffer.allocate(FIXED + text.length)
                .putLong(location)
                .putLong(diedAt)
                .putInt(attempts)
                .putInt(text.length)
                .put(text)
                .flip();
    }

    /** Reads one at the buffer's position, and moves it behind. */
    static Dead decode(ByteBuffer from) {
        long location = from.getLong();
        long diedAt = from.getLong();
        int attempts = from.getInt();
        byte[] text = new byte[Math.min(from.getInt(), from.remaining())];
        from.get(text);
        return new Dead(location, attempts, diedAt, new String(text, UTF_8));
    }
}
