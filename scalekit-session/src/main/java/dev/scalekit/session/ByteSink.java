package dev.scalekit.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Bytes that are appended to. Numbers take as many bytes as they need, as in LEB128. Not thread-safe. */
final class ByteSink {
    private byte[] bytes = new byte[128];
    private int size;

    void put(int one) {
        reserve(1);
        bytes[size++] = (byte) one;
    }

    void put(byte[] all) {
        reserve(all.length);
        System.arraycopy(all, 0, bytes, size, all.length);
        size += all.length;
    }

    /** Puts the lowest bytes of a number, the highest of them first. */
    void fixed(long number, int count) {
        reserve(count);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (number >>> shift);
        }
    }

    void unsigned(long number) {
        reserve(10);
        long left = number;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    /** Puts a number that may be negative, so that small ones are short on either side of 0. */
    void signed(long number) {
        unsigned(number << 1 ^ number >> 63);
    }

    void sized(byte[] all) {
        unsigned(all.length);
        put(all);
    }

    /** @throws Unencodable if the text is not one: UTF-8 has no form for half a pair, and would store a question mark */
    void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    throw new Unencodable(
                            "has half a surrogate pair at index " + i + ", which is no text: use a byte[]");
                }
                i++;
            }
        }
        sized(text.getBytes(UTF_8));
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int count) {
        if (count > bytes.length - size) {
            int needed = Math.addExact(size, count);
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * bytes.length)));
        }
    }
}
