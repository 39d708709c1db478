package dev.scalekit.session;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A request of the model: what it has seen and what it has changed, beside the session that the store gave it. Not thread-safe. */
final class ModelRequest {
    final SessionStore store;
    final Session session;
    String token;

    @Nullable
    String user;

    boolean ended;
    /** Null until the session is stored. */
    @Nullable
    ModelRow row;
    /** Whether a save that changes nothing notes the use. */
    boolean due;

    final Map<String, Object> view = new TreeMap<>();
    final Map<String, Integer> seen = new HashMap<>();
    /** Up to which revision it has seen everything, and the last removal that it has seen or done. */
    int seenRevision;

    int seenRemoval;
    /** What it has removed itself, and when. */
    final Map<String, Integer> removed = new HashMap<>();

    final Map<String, ModelChange> pending = new TreeMap<>();

    ModelRequest(SessionStore store, Session session) {
        this.store = store;
        this.session = session;
        this.token = session.token();
    }

    static ModelRequest found(SessionStore store, Session session, ModelRow row, long now) {
        ModelRequest request = new ModelRequest(store, session);
        request.row = row;
        request.user = row.user;
        request.due = now > row.lastAccess;
        request.view.putAll(row.values);
        request.seen.putAll(row.versions);
        request.seenRevision = row.revision;
        request.seenRemoval = row.lastRemoval;
        return request;
    }

    @Nullable
    Object get(String name) {
        ModelChange change = pending.get(name);
        return change == null ? view.get(name) : change.on(view.get(name));
    }

    void remove(String name) {
        if (get(name) != null) {
            pending.put(name, ModelChange.REMOVED);
        }
    }

    Map<String, Object> all() {
        Map<String, Object> all = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(view.keySet());
        names.addAll(pending.keySet());
        for (String name : names) {
            Object value = get(name);
            if (value != null) {
                all.put(name, value);
            }
        }
        return all;
    }

    /** Returns what a save comes to, by the words of the javadoc: SAVED, UNCHANGED, ENDED or CONFLICT; and does it. */
    String save(@Nullable String newToken, @Nullable String login, long now) {
        if (ended) {
            return "ENDED";
        }
        ModelRow stored = row;
        if (stored == null) {
            stored = new ModelRow(token, now);
            row = stored;
        } else if (newToken == null && pending.isEmpty() && !due) {
            return "UNCHANGED";
        } else if (!stored.isAlive(now) || (newToken != null && !stored.token.equals(token))) {
            ended = newToken == null;
            return "ENDED";
        } else if (pending.containsKey("strict") && isWrittenByOthers(stored, "strict")) {
            return "CONFLICT";
        }
        stored.lastAccess = now;
        due = false;
        boolean isWritten = newToken != null || !pending.isEmpty();
        stored.revision += isWritten ? 1 : 0;
        if (newToken != null) {
            stored.token = newToken;
            token = newToken;
        }
        if (login != null) {
            stored.user = login;
            stored.ends = now + ModelRow.ABSOLUTE;
            user = login;
        }
        boolean removes = pending.containsValue(ModelChange.REMOVED);
        stored.lastRemoval = removes ? stored.revision : stored.lastRemoval;
        ModelRow at = stored;
        removed.keySet().removeAll(pending.keySet());
        pending.forEach((name, change) -> {
            if (change.equals(ModelChange.REMOVED)) {
                removed.put(name, at.revision);
            }
        });
        if (isWritten && stored.revision == seenRevision + 1) {
            seenRevision = stored.revision;
            seenRemoval = removes ? stored.revision : seenRemoval;
        }
        ModelRow changed = stored;
        pending.forEach((name, change) -> store(changed, name, change));
        pending.clear();
        return "SAVED";
    }

    private boolean isWrittenByOthers(ModelRow stored, String name) {
        int now = stored.version(name);
        int before = seen.getOrDefault(name, 0);
        int absentSince = Math.max(removed.getOrDefault(name, 0), Math.max(seenRevision, seenRemoval));
        return now != before || (now == 0 && stored.lastRemoval > absentSince);
    }

    private void store(ModelRow stored, String name, ModelChange change) {
        Object theirs = stored.values.get(name);
        boolean isOthers = stored.version(name) != seen.getOrDefault(name, 0);
        ModelChange mine = change;
        if (name.equals("merged") && isOthers && change.value() != null && theirs != null) {
            mine = ModelChange.put(theirs + "+" + change.value());
        }
        stored.set(name, mine.on(theirs));
        Object local = mine.on(view.get(name));
        if (local == null) {
            view.remove(name);
            seen.remove(name);
        } else {
            view.put(name, local);
            seen.put(name, stored.revision);
        }
    }
}
