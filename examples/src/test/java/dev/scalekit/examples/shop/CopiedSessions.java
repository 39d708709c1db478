package dev.scalekit.examples.shop;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Hands out copies, as a database would: what is changed in one and not saved is gone. Thread-safe. */
final class CopiedSessions implements Sessions {
    private final MemorySessions originals = new MemorySessions();
    private final Map<Session, Session> originalOf = new ConcurrentHashMap<>();

    @Override
    public String start(int customer) {
        return originals.start(customer);
    }

    @Override
    public Optional<Session> find(String token) {
        return originals.find(token).map(this::copy);
    }

    @Override
    public void save(Session copy) {
        Session original = requireNonNull(originalOf.get(copy), "not found here");
        original.remove(original.cart());
        copy.cart().forEach(original::put);
        originals.save(original);
    }

    private Session copy(Session original) {
        Session copy = new Session(original.customer());
        original.cart().forEach(copy::put);
        originalOf.put(copy, original);
        return copy;
    }
}
