package dev.scalekit.session;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** Where the sessions of a test are kept. Two servers are two stores over it. */
interface Ground {
    /** Returns a store that nobody cleans up. */
    StoredSessions open(UnaryOperator<SessionStoreBuilder<?>> options);

    /** Lets time pass for all sessions that are there. */
    void age(Duration time);

    /** Lets the time of one session be over. */
    void expire(SessionRef session);
}
