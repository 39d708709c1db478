package dev.scalekit.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the attributes of one session, each one when it is first asked for. What cannot be decoded is left out and told of
 * once. Thread-safe; the codec is called without a lock.
 */
final class DecodedValues {
    private final StoredSessions store;
    private final SessionRef session;
    private final Map<String, Decoded> values = new HashMap<>();
    private final Set<String> dropped = new HashSet<>();

    /** A value, and the bytes and type that it was decoded from. */
    private record Decoded(Encoded from, Class<?> type, Object value) {}

    DecodedValues(StoredSessions store, SessionRef session) {
        this.store = store;
        this.session = session;
    }

    <T> @Nullable T get(Key<T> key, @Nullable Stored attribute) {
        if (attribute == null) {
            return null;
        }
        Encoded bytes = attribute.value();
        if (bytes == null && key.type() == Object.class) {
            return key.type().cast(attribute.counter());
        }
        if (bytes == null) {
            drop(key.name(), "it is a counter");
            return null;
        }
        Decoded known = known(key.name());
        if (known != null && known.from.equals(bytes) && known.type == key.type()) {
            return key.type().cast(known.value);
        }
        return decode(key, bytes);
    }

    long counter(String name, @Nullable Stored attribute) {
        if (attribute == null) {
            return 0;
        }
        Long counter = attribute.counter();
        if (counter == null) {
            drop(name, "it is no counter");
            return 0;
        }
        return counter;
    }

    private <T> @Nullable T decode(Key<T> key, Encoded bytes) {
        T value;
        try {
            value = key.decode(bytes.bytes(), store.codec());
        } catch (UndecodableException e) {
            // A request must not fail for the sake of what an older one has stored.
            drop(key.name(), String.valueOf(e.getMessage()));
            return null;
        }
        if (value instanceof byte[]) {
            // Whoever has it may change it, and the next one must get what is stored.
            return value;
        }
        synchronized (this) {
            values.put(key.name(), new Decoded(bytes, key.type(), value));
        }
        return value;
    }

    private synchronized @Nullable Decoded known(String name) {
        return values.get(name);
    }

    private void drop(String name, String reason) {
        synchronized (this) {
            if (!dropped.add(name)) {
                return;
            }
        }
        store.dropped(session, name, reason);
    }
}
