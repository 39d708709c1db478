package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session without being let in. Immutable.
 *
 * @param ref names it
 * @param fingerprint of its token, by which it is found in logs: see {@link Session#fingerprint()}
 * @param user who is logged in, or null
 * @param created when, by the clock of the storage, as all times here
 * @param lastAccess when it was last noted to be in use, which is not done at each request
 * @param deadline when its time is over if it is not used any more
 * @param device where it was last noted to be in use
 */
public record SessionInfo(
        SessionRef ref,
        String fingerprint,
        @Nullable String user,
        Instant created,
        Instant lastAccess,
        Instant deadline,
        Device device) {
    public SessionInfo {
        requireNonNull(ref, "ref");
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(created, "created");
        requireNonNull(lastAccess, "lastAccess");
        requireNonNull(deadline, "deadline");
        requireNonNull(device, "device");
    }
}
