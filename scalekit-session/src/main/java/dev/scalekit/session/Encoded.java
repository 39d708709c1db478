package dev.scalekit.session;

import java.util.Arrays;

/** The bytes of a value. Immutable, as nobody changes the array. */
final class Encoded {
    static final Encoded NOTHING = new Encoded(new byte[0]);

    private final byte[] bytes;

    Encoded(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoded encoded && Arrays.equals(bytes, encoded.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
