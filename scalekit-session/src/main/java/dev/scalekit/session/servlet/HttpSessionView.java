package dev.scalekit.session.servlet;

import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A session as one request sees it, in the words of the servlet API. Its id is the fingerprint of the token, because frameworks
 * put ids into logs. Thread-safe.
 */
final class HttpSessionView implements HttpSession {
    /** The longest idle timeout that a session takes, which no absolute timeout exceeds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Exchange exchange;
    private final ServletEvents events;
    private final Session session;
    private final ServletContext context;
    /** Of the request before this one; a save in this one changes what the session says. */
    private final long lastAccessed;

    private final AtomicReference<String> toldId;
    /** While it is told that it is being destroyed it can still be read. */
    private volatile boolean parting;

    HttpSessionView(Exchange exchange, ServletEvents events, Session session, ServletContext context) {
        this.exchange = exchange;
        this.events = events;
        this.session = session;
        this.context = context;
        this.lastAccessed = session.lastAccess().toEpochMilli();
        this.toldId = new AtomicReference<>(session.fingerprint());
    }

    Session session() {
        return session;
    }

    @Override
    public long getCreationTime() {
        requireValid();
        return session.created().toEpochMilli();
    }

    @Override
    public String getId() {
        return session.fingerprint();
    }

    @Override
    public long getLastAccessedTime() {
        requireValid();
        return lastAccessed;
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        Duration timeout = seconds <= 0 || seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
        // Some frameworks set it with each request: that must not be a write.
        if (!timeout.equals(session.idleTimeout())) {
            session.idleTimeout(timeout);
        }
    }

    @Override
    public int getMaxInactiveInterval() {
        Duration timeout = session.idleTimeout();
        return timeout.equals(LONGEST) ? -1 : (int) timeout.toSeconds();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        requireValid();
        return canBeStored(name) ? session.get(key(name)) : null;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        requireValid();
        return Collections.enumeration(session.names());
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        requireValid();
        Key<Object> key = key(name);
        Object before = session.get(key);
        session.put(key, value);
        events.set(this, name, value, before);
    }

    @Override
    public void removeAttribute(String name) {
        requireValid();
        if (!canBeStored(name)) {
            return;
        }
        Key<Object> key = key(name);
        Object before = session.get(key);
        session.remove(key);
        if (before != null) {
            events.removed(this, name, before);
        }
    }

    @Override
    public void invalidate() {
        requireValid();
        exchange.invalidate(this);
    }

    @Override
    public boolean isNew() {
        requireValid();
        return session.isNew();
    }

    /** Tells that the id has changed, if it has since this was last called. */
    void tellNewId() {
        String now = session.fingerprint();
        String before = toldId.getAndSet(now);
        if (!before.equals(now)) {
            events.idChanged(this, before);
        }
    }

    /** Tells that the session was destroyed, and each value that it is no longer in there. */
    void part() {
        parting = true;
        try {
            events.destroyed(this);
            for (String name : session.names()) {
                Object value = session.get(key(name));
                if (value != null) {
                    events.removed(this, name, value);
                }
            }
        } finally {
            parting = false;
        }
    }

    private void requireValid() {
        if (session.hasEnded() && !parting) {
            throw new IllegalStateException("Session " + session.ref() + " was ended");
        }
    }

    /** Tells whether there can be an attribute of a name: who only asks for one that cannot be gets none, as in a container. */
    private static boolean canBeStored(String name) {
        try {
            key(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Key<Object> key(String name) {
        return Key.of(name, Object.class);
    }
}
