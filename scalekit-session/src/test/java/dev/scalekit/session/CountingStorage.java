package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/** Counts how often it is looked for a session. Not thread-safe. */
final class CountingStorage extends ForwardingStorage {
    private long finds;

    CountingStorage(Storage rows) {
        super(rows);
    }

    long finds() {
        return finds;
    }

    @Override
    public @Nullable StoredSession find(TokenHash token) {
        finds++;
        return super.find(token);
    }
}
