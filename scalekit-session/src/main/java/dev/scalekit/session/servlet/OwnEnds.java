package dev.scalekit.session.servlet;

import dev.scalekit.session.Session;
import dev.scalekit.session.SessionRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which sessions requests are ending right now. Thread-safe. */
final class OwnEnds {
    private final Map<Thread, SessionRef> ending = new ConcurrentHashMap<>();

    /** Ends a session, for a request that tells of it itself. Returns whether it was there. */
    boolean end(Session session) {
        ending.put(Thread.currentThread(), session.ref());
        try {
            return session.end();
        } finally {
            ending.remove(Thread.currentThread());
        }
    }

    /** Tells whether a session that the store tells of is one that this thread is ending: it tells of it on the same thread. */
    boolean contains(SessionRef session) {
        return session.equals(ending.get(Thread.currentThread()));
    }
}
