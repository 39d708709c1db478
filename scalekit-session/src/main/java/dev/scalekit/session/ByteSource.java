package dev.scalekit.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Bytes that a {@link ByteSink} may have made, or somebody else: no length in them is believed before it was compared
 * with what is left. Every method throws {@link UndecodableException} if there is not what it reads. Not thread-safe.
 */
class ByteSource {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;
    private int position;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    final int left() {
        return bytes.length - position;
    }

    final byte next() {
        require(1);
        return bytes[position++];
    }

    final long fixed(int count) {
        require(count);
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | (bytes[position++] & 0xFF);
        }
        return number;
    }

    final long unsigned() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte part = next();
            number |= (part & 0x7FL) << shift;
            if (part >= 0) {
                if (shift == 63 && part > 1) {
                    break;
                }
                return number;
            }
        }
        throw new UndecodableException("A number has more than 64 bits, at byte " + position);
    }

    final long signed() {
        long number = unsigned();
        return number >>> 1 ^ -(number & 1);
    }

    final int signedInt() {
        long number = signed();
        if (number != (int) number) {
            throw new UndecodableException("A number has more than 32 bits, at byte " + position);
        }
        return (int) number;
    }

    /** Returns how many things follow, which there is room for if each takes so many bytes. */
    int count(int least) {
        long count = unsigned();
        if (count < 0 || count > left() / least) {
            throw new UndecodableException("There is a count of " + Long.toUnsignedString(count) + " at byte "
                    + position + ", and " + left() + " bytes are left");
        }
        return (int) count;
    }

    final byte[] sized() {
        int count = count(1);
        byte[] all = new byte[count];
        require(count);
        System.arraycopy(bytes, position, all, 0, count);
        position += count;
        return all;
    }

    String text() {
        int count = count(1);
        require(count);
        String text = new String(bytes, position, count, UTF_8);
        // What is no UTF-8 gives this character, but it may also have been written: only then look again.
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(count);
        }
        position += count;
        return text;
    }

    private void requireUtf8(int count) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, position, count));
        } catch (CharacterCodingException e) {
            throw new UndecodableException("A text is not in UTF-8, at byte " + position, e);
        }
    }

    /** Goes on behind these bytes if they are the next ones. */
    final boolean skip(byte[] expected) {
        boolean isNext = expected.length <= left()
                && Arrays.equals(bytes, position, position + expected.length, expected, 0, expected.length);
        if (isNext) {
            position += expected.length;
        }
        return isNext;
    }

    private void require(int count) {
        if (count > left()) {
            throw new UndecodableException(
                    "The bytes end too early: " + count + " more at byte " + position + " of " + bytes.length);
        }
    }
}
