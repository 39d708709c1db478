package dev.scalekit.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored, and when that was. All times are milliseconds since 1970 on the clock of the storage. Immutable.
 *
 * @param idleMillis how long it lives unused
 * @param endsMillis when it ends even if it is used
 * @param nowMillis when it was read
 */
record StoredSession(
        UUID id,
        @Nullable String user,
        long createdMillis,
        long lastAccessMillis,
        long idleMillis,
        long endsMillis,
        long nowMillis,
        StoredAttributes attributes) {

    boolean isAlive() {
        return nowMillis < Math.min(lastAccessMillis + idleMillis, endsMillis);
    }
}
