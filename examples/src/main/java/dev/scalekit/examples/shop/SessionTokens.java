package dev.scalekit.examples.shop;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes tokens that nobody can guess: 128 random bits, as OWASP ASVS 5 asks for. Thread-safe. */
final class SessionTokens {
    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }
}
