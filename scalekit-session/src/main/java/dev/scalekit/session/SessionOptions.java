package dev.scalekit.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * What a store was built with. Immutable.
 *
 * @param cleanupEvery zero if somebody else cleans up
 */
record SessionOptions(
        String name,
        Duration idleTimeout,
        Duration absoluteTimeout,
        Duration touchEvery,
        int maximumPerUser,
        WhenExceeded whenExceeded,
        Codec codec,
        SessionLimits limits,
        Duration cleanupEvery,
        List<SessionListener> listeners,
        InstantSource clock,
        Ticker ticker) {
    static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);

    SessionOptions {
        listeners = List.copyOf(listeners);
    }
}
