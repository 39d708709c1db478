package dev.scalekit.session;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One session, with what was acknowledged to those who use it: what must be in it, as long as it lives. Thread-safe.
 */
final class Life {
    static final String COUNTER = "counter";
    static final Key<String> MERGED = Key.of("merged", String.class).merge(Life::union);

    private final SessionRef ref;
    private final String user;
    private final long endedAtBirth;
    private final AtomicLong counted = new AtomicLong();
    private final Set<String> merged = ConcurrentHashMap.newKeySet();
    private final Map<String, String> own = new ConcurrentHashMap<>();
    private final List<String> replaced = new CopyOnWriteArrayList<>();
    private final AtomicInteger rotating = new AtomicInteger();
    private volatile String token;
    private volatile boolean mayEnd;

    /** @param endedAtBirth how often all sessions of the user had been ended before this one began */
    Life(Session session, String user, long endedAtBirth) {
        this.ref = session.ref();
        this.token = session.token();
        this.user = user;
        this.endedAtBirth = endedAtBirth;
    }

    private static String union(String stored, String mine) {
        Set<String> all = new HashSet<>(List.of(stored.split(" ")));
        all.addAll(List.of(mine.split(" ")));
        return String.join(" ", all);
    }

    SessionRef ref() {
        return ref;
    }

    String user() {
        return user;
    }

    long endedAtBirth() {
        return endedAtBirth;
    }

    String token() {
        return token;
    }

    /** Gives the session another token; when that returns, the old one must be dead. */
    void rotate(Session session, Consumer<Session> how) {
        String from = session.token();
        rotating.incrementAndGet();
        try {
            how.accept(session);
            token = session.token();
            replaced.add(from);
        } finally {
            rotating.decrementAndGet();
        }
    }

    /** Tells whether nobody has given, or is giving it another token: to be asked after the token was tried. */
    boolean isStill(String tried) {
        return rotating.get() == 0 && token.equals(tried);
    }

    /** Tokens with which nobody may find it ever again. */
    List<String> replaced() {
        return replaced;
    }

    /** Called before somebody ends it. */
    void mayEnd() {
        mayEnd = true;
    }

    boolean isEnding() {
        return mayEnd;
    }

    long counted() {
        return counted.get();
    }

    void count(long number) {
        counted.addAndGet(number);
    }

    void merged(String item) {
        merged.add(item);
    }

    void put(String name, String value) {
        own.put(name, value);
    }

    /** Compares what is stored when nobody saves any more. */
    void requireAll(Session found) {
        if (found.counter(COUNTER) != counted()) {
            throw new AssertionError(
                    "Counter of " + ref + ": " + found.counter(COUNTER) + ", and acknowledged were " + counted());
        }
        String items = found.get(MERGED);
        Set<String> stored = items == null ? Set.of() : new HashSet<>(List.of(items.split(" ")));
        if (!stored.equals(merged)) {
            throw new AssertionError("Items of " + ref + ": " + stored + ", and acknowledged were " + merged);
        }
        own.forEach((name, value) -> {
            String there = found.get(Key.of(name, String.class));
            if (!value.equals(there)) {
                throw new AssertionError(
                        "Attribute " + name + " of " + ref + ": " + there + ", and acknowledged was " + value);
            }
        });
    }
}
