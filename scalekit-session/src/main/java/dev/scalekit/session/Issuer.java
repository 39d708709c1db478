package dev.scalekit.session;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes tokens and ids of sessions. Thread-safe. */
final class Issuer {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final SecureRandom random = new SecureRandom();

    Token token() {
        return Token.random(random);
    }

    /**
     * Returns a UUID of version 7 (RFC 9562, section 5.7): those made one after the other lie side by side in an index.
     *
     * @param millis since 1970
     */
    UUID id(long millis) {
        long high = millis << 16 | VERSION_7 | random.nextInt(1 << 12);
        return new UUID(high, VARIANT | random.nextLong() >>> 2);
    }
}
