package dev.scalekit.session;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a session as one request sees them: what is stored, and over it what it changed. Only one save at a time
 * takes the changes. Thread-safe.
 */
final class Attributes {
    private final SessionLimits limits;

    // All guarded by this; no user code and no storage is called under that lock.
    private final Map<String, Stored> stored;
    private Map<String, Change> saving = Map.of();
    private Map<String, Change> changes = new TreeMap<>();

    /**
     * The last revision up to which nobody else has changed anything that this request has not seen: what a save that looks
     * at others may build on.
     */
    private long seen;

    /** What this request has removed itself, and the revisions of that. */
    private final Map<String, Long> removed = new HashMap<>();

    /** The last removal of any attribute that this request has seen, or has done itself with nobody in between. */
    private long lastRemoval;

    Attributes(StoredAttributes stored, SessionLimits limits) {
        this.stored = new TreeMap<>(stored.byName());
        this.seen = stored.revision();
        this.lastRemoval = stored.lastRemoval();
        this.limits = limits;
    }

    /** Returns the attribute with what this request did to it; null if there is none. */
    synchronized @Nullable Stored current(String name) {
        Stored attribute = stored.get(name);
        attribute = apply(saving.get(name), attribute);
        return apply(changes.get(name), attribute);
    }

    synchronized Set<String> names() {
        Set<String> names = new TreeSet<>(stored.keySet());
        names.addAll(saving.keySet());
        names.addAll(changes.keySet());
        names.removeIf(name -> current(name) == null);
        return names;
    }

    private static @Nullable Stored apply(@Nullable Change change, @Nullable Stored before) {
        if (change == null) {
            return before;
        }
        long version = before == null ? 0 : before.version();
        if (change instanceof Change.Put put) {
            return new Stored(put.value(), null, version);
        }
        if (change instanceof Change.Set set) {
            return new Stored(null, set.number(), version);
        }
        if (change instanceof Change.Add add) {
            Long counter = before == null ? null : before.counter();
            return new Stored(null, counter == null ? add.number() : Math.addExact(counter, add.number()), version);
        }
        return null;
    }

    /** Refuses what is too big, alone or together with the rest, before anything has changed. */
    synchronized void put(Key<?> key, Encoded value) {
        limits.requireAttribute(key.name(), value.length());
        limits.requireSession(key.name(), bytesWithout(key.name()) + bytes(key.name(), value.length()));
        change(key.name(), new Change.Put(key, value));
    }

    synchronized void remove(Key<?> key) {
        if (current(key.name()) != null) {
            change(key.name(), new Change.Remove(key));
        }
    }

    synchronized void increment(String name, long number) {
        Stored attribute = current(name);
        Long counter = attribute == null ? null : attribute.counter();
        Change change = attribute == null || counter != null ? new Change.Add(number) : new Change.Set(number);
        if (counter == null) {
            limits.requireSession(name, bytesWithout(name) + bytes(name, Long.BYTES));
        }
        requireRoom(name, counter == null ? 0 : counter, number, change);
        change(name, change);
    }

    /** Looks also at what a save that is under way has taken: if it fails, both become one change. */
    private void requireRoom(String name, long counter, long number, Change change) {
        try {
            Math.addExact(counter, number);
            Change pending = changes.get(name);
            Change both = pending == null ? change : pending.then(change);
            Change taken = saving.get(name);
            if (taken != null) {
                taken.then(both);
            }
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "counter \"" + name + "\" must stay a long, and so must what one save adds to it: " + counter
                            + " and " + number + " more",
                    e);
        }
    }

    private void change(String name, Change change) {
        changes.merge(name, change, Change::then);
    }

    private long bytesWithout(String name) {
        long bytes = 0;
        for (String other : names()) {
            Stored attribute = current(other);
            bytes += attribute == null || other.equals(name) ? 0 : bytes(other, attribute.length());
        }
        return bytes;
    }

    private static long bytes(String name, int value) {
        return name.getBytes(StandardCharsets.UTF_8).length + (long) value;
    }

    synchronized boolean isChanged() {
        return !changes.isEmpty();
    }

    /** Returns the changes, which somebody now saves, and calls one of {@link #saved} and {@link #notSaved} afterwards. */
    synchronized Map<String, Change> take() {
        saving = changes;
        changes = new TreeMap<>();
        return Map.copyOf(saving);
    }

    /** Returns at which revision an attribute is known to have been absent, if it was absent at the last look. */
    synchronized long absentSince(String name) {
        return Math.max(removed.getOrDefault(name, 0L), Math.max(seen, lastRemoval));
    }

    /** Tells whether this request knows that an attribute was removed, at any time. */
    synchronized boolean hasRemovals() {
        return lastRemoval > 0 || !removed.isEmpty();
    }

    /** What is stored, by the last look of this request. */
    synchronized StoredAttributes base() {
        return new StoredAttributes(seen, lastRemoval, stored);
    }

    /**
     * The changes that were taken are stored. What others have changed besides stays unseen, whatever this save has read on
     * its way: it is not what this request has built upon.
     *
     * @param done what they became, merged with those of others
     */
    synchronized void saved(Map<String, Change> done, long revision) {
        done.forEach((name, change) -> stored.compute(name, (same, before) -> at(revision, apply(change, before))));
        removed.keySet().removeAll(done.keySet());
        done.forEach((name, change) -> {
            if (change instanceof Change.Remove) {
                removed.put(name, revision);
            }
        });
        if (revision == seen + 1) {
            seen = revision;
            lastRemoval = done.keySet().stream().anyMatch(removed::containsKey) ? revision : lastRemoval;
        }
        saving = Map.of();
    }

    private static @Nullable Stored at(long revision, @Nullable Stored attribute) {
        return attribute == null ? null : new Stored(attribute.value(), attribute.counter(), revision);
    }

    /** The changes that were taken are pending again, below those that came since. */
    synchronized void notSaved() {
        Map<String, Change> newer = changes;
        changes = new TreeMap<>(saving);
        saving = Map.of();
        newer.forEach(this::change);
    }
}
