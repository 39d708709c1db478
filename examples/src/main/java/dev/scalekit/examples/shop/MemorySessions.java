package dev.scalekit.examples.shop;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sessions in the memory of this one server: all of them are gone when the process is. Thread-safe.
 *
 * <p>There are never more than customers.
 */
final class MemorySessions implements Sessions {
    private final SessionTokens tokens = new SessionTokens();
    private final ConcurrentMap<String, Session> byToken = new ConcurrentHashMap<>();
    private final ConcurrentMap<Integer, String> tokenOf = new ConcurrentHashMap<>();

    @Override
    public String start(int customer) {
        String token = tokens.next();
        byToken.put(token, new Session(customer));
        String before = tokenOf.put(customer, token);
        if (before != null) {
            byToken.remove(before);
        }
        return token;
    }

    @Override
    public Optional<Session> find(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    /** Does nothing: whoever changes a session that was found has changed the one that is kept. */
    @Override
    public void save(Session session) {}
}
