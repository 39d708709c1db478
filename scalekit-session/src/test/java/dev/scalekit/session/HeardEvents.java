package dev.scalekit.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a listener is told, one word and one name each. Thread-safe. */
final class HeardEvents implements SessionListener {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<SessionInfo> sessions = new CopyOnWriteArrayList<>();

    List<String> events() {
        return List.copyOf(events);
    }

    List<SessionInfo> sessions() {
        return List.copyOf(sessions);
    }

    private void heard(String event, SessionInfo session) {
        events.add(event + " " + session.ref());
        sessions.add(session);
    }

    @Override
    public void created(SessionInfo session) {
        heard("created", session);
    }

    @Override
    public void ended(SessionInfo session, EndReason reason) {
        heard(reason.toString(), session);
    }

    @Override
    public void expired(SessionInfo session) {
        heard("expired", session);
    }

    @Override
    public void attributeDropped(SessionRef session, String name, String reason) {
        events.add("dropped " + name);
    }
}
