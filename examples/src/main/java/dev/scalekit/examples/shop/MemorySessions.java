package dev.scalekit.examples.shop;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Who is logged in, in the memory of this one server: all of it is gone when the process is. Thread-safe.
 *
 * <p>One session a customer, so there are never more than customers: a new login ends the session before.
 */
final class MemorySessions {
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Session> byToken = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, String> tokenOf = new ConcurrentHashMap<>();

    /** Starts a session and returns its token: 128 random bits, as OWASP ASVS 5 asks for. */
    String start(int customer) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        String token = HexFormat.of().formatHex(bits);
        byToken.put(token, new Session(customer));
        String before = tokenOf.put(customer, token);
        if (before != null) {
            byToken.remove(before);
        }
        return token;
    }

    Optional<Session> find(String token) {
        return Optional.ofNullable(byToken.get(token));
    }
}
