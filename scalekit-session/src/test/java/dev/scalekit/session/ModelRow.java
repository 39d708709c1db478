package dev.scalekit.session;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A session as the model has it stored: values are Strings, counters Longs, times minutes. Not thread-safe. */
final class ModelRow {
    static final long IDLE = 30;
    static final long ABSOLUTE = 60;

    String token;

    @Nullable
    String user;

    long lastAccess;
    long ends;
    boolean ended;
    int revision;
    /** The revision that last removed something; 0 if none did. */
    int lastRemoval;

    final Map<String, Object> values = new TreeMap<>();
    final Map<String, Integer> versions = new HashMap<>();

    ModelRow(String token, long now) {
        this.token = token;
        this.lastAccess = now;
        this.ends = now + ABSOLUTE;
    }

    boolean isAlive(long now) {
        return !ended && now < Math.min(lastAccess + IDLE, ends);
    }

    int version(String name) {
        return versions.getOrDefault(name, 0);
    }

    void set(String name, @Nullable Object value) {
        if (value == null) {
            values.remove(name);
            versions.remove(name);
        } else {
            values.put(name, value);
            versions.put(name, revision);
        }
    }
}
