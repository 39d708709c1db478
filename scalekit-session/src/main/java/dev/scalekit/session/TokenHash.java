package dev.scalekit.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The SHA-256 (FIPS 180-4) of a token: all that the storage knows of it. Of 256 random bits a plain hash is enough: there is no
 * dictionary to try. Immutable.
 */
final class TokenHash {
    private static final int FINGERPRINT_BYTES = 16;

    private final byte[] bytes;

    private TokenHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns what a storage has kept of a token. */
    static TokenHash stored(byte[] bytes) {
        return new TokenHash(bytes);
    }

    static TokenHash of(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return new TokenHash(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String fingerprint() {
        return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, FINGERPRINT_BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
