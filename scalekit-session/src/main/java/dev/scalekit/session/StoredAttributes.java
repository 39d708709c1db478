package dev.scalekit.session;

import java.util.Map;

/**
 * All attributes of a session at one moment. Immutable.
 *
 * @param revision how often they were written
 * @param lastRemoval the revision that last removed one; 0 if none did
 */
record StoredAttributes(long revision, long lastRemoval, Map<String, Stored> byName) {
    StoredAttributes {
        byName = Map.copyOf(byName);
    }

    /**
     * Tells whether an attribute was written since an earlier moment. One that was absent then, and is now, may have been
     * there in between: it counts as written if any was removed since.
     *
     * @param absentSince the revision at which it was known to be absent, if it was
     */
    boolean hasWrittenSince(StoredAttributes earlier, String name, long absentSince) {
        Stored before = earlier.byName.get(name);
        Stored now = byName.get(name);
        if (before == null && now == null) {
            return lastRemoval > absentSince;
        }
        return before == null || now == null || before.version() != now.version();
    }
}
