package dev.scalekit.session.servlet;

import dev.scalekit.session.SessionInfo;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** What is left of a session that is gone: no attributes. Immutable. */
record EndedHttpSession(SessionInfo info, ServletContext context) implements HttpSession {
    @Override
    public long getCreationTime() {
        return info.created().toEpochMilli();
    }

    @Override
    public String getId() {
        return info.fingerprint();
    }

    @Override
    public long getLastAccessedTime() {
        return info.lastAccess().toEpochMilli();
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public void setMaxInactiveInterval(int seconds) {
        throw gone();
    }

    @Override
    public int getMaxInactiveInterval() {
        return (int) Duration.between(info.lastAccess(), info.deadline()).toSeconds();
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return null;
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        throw gone();
    }

    @Override
    public void removeAttribute(String name) {
        throw gone();
    }

    @Override
    public void invalidate() {
        throw gone();
    }

    @Override
    public boolean isNew() {
        return false;
    }

    private IllegalStateException gone() {
        return new IllegalStateException("Session " + info.ref() + " is gone");
    }
}
