package dev.scalekit.session;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One save of the attributes of one session. Not thread-safe.
 *
 * <p>Most changes do not look at those of others and are sent as they are. If one does (a key that merges, or refuses
 * conflicts), the write names the revision of the session that this request has seen. If that is not the revision any more,
 * nothing was done: what is stored now is read, the changes are made anew on top of it, and sent with that revision.
 * Each time this happens somebody else has got on; user code runs in between without a transaction.
 */
final class Save {
    /** Somebody else would have to win each round trip for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StoredSessions store;
    private final SessionRef session;
    private final Attributes attributes;

    Save(StoredSessions store, SessionRef session, Attributes attributes) {
        this.store = store;
        this.session = session;
        this.attributes = attributes;
    }

    /**
     * Stores the pending changes.
     *
     * @param write what else there is to store
     * @throws AttributeConflictException if a key refuses the change of another request; the changes are pending again
     */
    Written run(Write write) {
        Map<String, Change> taken = attributes.take();
        boolean isDone = false;
        try {
            StoredAttributes seen = attributes.base();
            boolean looks = !write.isNew() && taken.values().stream().anyMatch(Change::looksAtOthers);
            Map<String, Change> changes = taken;
            long begin = store.ticker().nanos();
            Written written = send(write, changes, looks ? seen.revision() : null);
            while (written.kind() == Written.Kind.STALE) {
                requirePatience(begin, taken);
                StoredAttributes now = store.attributes(write.id());
                if (now == null) {
                    return Written.GONE;
                }
                changes = onTopOf(now, seen, taken);
                written = send(write, changes, now.revision());
            }
            Written.Row row = written.row();
            if (row != null) {
                attributes.saved(changes, row.revision());
                isDone = true;
            }
            return written;
        } finally {
            if (!isDone) {
                attributes.notSaved();
            }
        }
    }

    private Written send(Write write, Map<String, Change> changes, @Nullable Long revision) {
        return store.write(write.with(AttributeWrite.of(changes), revision, attributes.hasRemovals()));
    }

    private Map<String, Change> onTopOf(StoredAttributes now, StoredAttributes seen, Map<String, Change> taken) {
        Map<String, Change> changes = new TreeMap<>();
        // In order, so that of several conflicts always the same one is told.
        new TreeMap<>(taken).forEach((name, change) -> {
            boolean isOthers = change.looksAtOthers() && now.hasWrittenSince(seen, name, attributes.absentSince(name));
            changes.put(name, isOthers ? onTopOf(now.byName().get(name), name, change) : change);
        });
        return changes;
    }

    private Change onTopOf(@Nullable Stored others, String name, Change mine) {
        if (!(mine instanceof Change.Put put) || put.key().conflict() == Key.Conflict.FAIL) {
            throw store.conflict(new AttributeConflictException(
                    session, name, "another request has changed it since this one found the session"));
        }
        Encoded value = others == null ? null : others.value();
        if (value == null) {
            return mine;
        }
        return new Change.Put(put.key(), merge(put, value));
    }

    private Encoded merge(Change.Put mine, Encoded others) {
        byte[] merged;
        try {
            merged = mine.key().merge(others.bytes(), mine.value().bytes(), store.codec());
        } catch (UndecodableException e) {
            store.dropped(session, mine.key().name(), String.valueOf(e.getMessage()));
            return mine.value();
        }
        store.limits().requireAttribute(mine.key().name(), merged.length);
        return new Encoded(merged);
    }

    private void requirePatience(long begin, Map<String, Change> taken) {
        if (store.ticker().nanos() - begin > PATIENCE.toNanos()) {
            throw store.conflict(new AttributeConflictException(
                    session,
                    taken.entrySet().stream()
                            .filter(change -> change.getValue().looksAtOthers())
                            .map(Map.Entry::getKey)
                            .min(Comparator.naturalOrder())
                            .orElseThrow(),
                    "others have changed the session again and again for " + PATIENCE));
        }
    }
}
