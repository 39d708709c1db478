package dev.scalekit.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds names of attributes that are used with two types, which one place of an application would store and another could
 * never read. Remembers the first ten thousand names, as some are made from input. Thread-safe.
 */
final class KeyTypes {
    private static final int MAXIMUM = 10_000;

    private final Map<String, Class<?>> types = new ConcurrentHashMap<>();

    /** Stands for what is counted. */
    private static final class Counter {}

    /** Refuses a key whose name is written with another type. */
    void require(Key<?> key) {
        if (key.type() != Object.class) {
            require(key.name(), key.type(), types.get(key.name()));
        }
    }

    /** The same for a key that is about to be written with, and from now on for others. Reading decides nothing. */
    void add(Key<?> key) {
        if (key.type() != Object.class) {
            add(key.name(), key.type());
        }
    }

    void requireCounter(String name) {
        require(name, Counter.class, types.get(name));
    }

    void addCounter(String name) {
        add(name, Counter.class);
    }

    private void add(String name, Class<?> type) {
        Class<?> known = types.get(name);
        if (known == null && types.size() < MAXIMUM) {
            known = types.putIfAbsent(name, type);
        }
        require(name, type, known);
    }

    private static void require(String name, Class<?> type, @Nullable Class<?> known) {
        if (known != null && known != type) {
            throw new IllegalArgumentException("Attribute \"" + name + "\" must have one type: it is used as "
                    + describe(known) + " and as " + describe(type));
        }
    }

    private static String describe(Class<?> type) {
        return type == Counter.class ? "a counter" : type.getName();
    }
}
