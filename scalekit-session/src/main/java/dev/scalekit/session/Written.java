package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a write.
 *
 * @param row the session as it is now; null unless it was done
 * @param exceeded sessions of the user that a login ended
 */
record Written(Kind kind, @Nullable Row row, List<SessionInfo> exceeded) {
    enum Kind {
        DONE,
        /** Another revision than expected. Nothing was done. */
        STALE,
        /** There is no such session, not any more, or not with that token. Nothing was done. */
        GONE,
        /** The user has too many sessions. Nothing was done. */
        REFUSED
    }

    /** Times are milliseconds since 1970 on the clock of the storage. */
    record Row(long revision, long createdMillis, long lastAccessMillis, long endsMillis) {
        /** Returns what is known of a session that a write has created. */
        SessionInfo info(Write write) {
            long idle = requireNonNull(write.idleMillis(), "idleMillis");
            return new SessionInfo(
                    new SessionRef(write.id()),
                    requireNonNull(write.rotation(), "rotation").to().fingerprint(),
                    write.user(),
                    Instant.ofEpochMilli(createdMillis),
                    Instant.ofEpochMilli(lastAccessMillis),
                    Instant.ofEpochMilli(Math.min(lastAccessMillis + idle, endsMillis)),
                    write.device());
        }
    }

    static final Written STALE = new Written(Kind.STALE, null, List.of());
    static final Written GONE = new Written(Kind.GONE, null, List.of());
    static final Written REFUSED = new Written(Kind.REFUSED, null, List.of());

    static Written done(Row row) {
        return new Written(Kind.DONE, row, List.of());
    }
}
