package dev.scalekit.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request knows of its session but the attributes. Immutable.
 *
 * @param touchNanos from when on, by the store's ticker, it has to be noted that the session is in use
 */
record SessionState(
        Stage stage,
        Token token,
        @Nullable String user,
        Instant created,
        Instant lastAccess,
        Duration idleTimeout,
        long touchNanos) {
    enum Stage {
        NEW,
        STORED,
        ENDED
    }

    SessionState ended() {
        return new SessionState(Stage.ENDED, token, user, created, lastAccess, idleTimeout, touchNanos);
    }

    SessionState written(
            Written.Row row, Token newToken, @Nullable String newUser, Duration idle, long nextTouchNanos) {
        return new SessionState(
                Stage.STORED,
                newToken,
                newUser == null ? user : newUser,
                Instant.ofEpochMilli(row.createdMillis()),
                Instant.ofEpochMilli(row.lastAccessMillis()),
                idle,
                nextTouchNanos);
    }
}
