package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what the servlet specification says they are told (6.0, section 7.4), none of which can do harm by what it
 * throws: the session is stored or ended all the same. Thread-safe.
 */
final class ServletEvents {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFilter.class);

    private final List<HttpSessionListener> sessions;
    /** The other way round, as the specification has it for ends. */
    private final List<HttpSessionListener> sessionsReversed;

    private final List<HttpSessionAttributeListener> attributes;
    private final List<HttpSessionIdListener> ids;

    ServletEvents(List<EventListener> listeners) {
        this.sessions = only(HttpSessionListener.class, listeners);
        List<HttpSessionListener> reversed = new ArrayList<>(sessions);
        Collections.reverse(reversed);
        this.sessionsReversed = reversed;
        this.attributes = only(HttpSessionAttributeListener.class, listeners);
        this.ids = only(HttpSessionIdListener.class, listeners);
    }

    private static <T> List<T> only(Class<T> type, List<EventListener> listeners) {
        return listeners.stream().filter(type::isInstance).map(type::cast).toList();
    }

    static EventListener requireKnown(EventListener listener) {
        requireNonNull(listener, "listener");
        if (listener instanceof HttpSessionListener
                || listener instanceof HttpSessionAttributeListener
                || listener instanceof HttpSessionIdListener) {
            return listener;
        }
        throw new IllegalArgumentException(
                "listener must be an HttpSessionListener, an HttpSessionAttributeListener or an"
                        + " HttpSessionIdListener: " + listener.getClass().getName());
    }

    boolean hearOfEnds() {
        return !sessions.isEmpty();
    }

    void created(HttpSession session) {
        tell(sessions, listener -> listener.sessionCreated(new HttpSessionEvent(session)));
    }

    void destroyed(HttpSession session) {
        tell(sessionsReversed, listener -> listener.sessionDestroyed(new HttpSessionEvent(session)));
    }

    void idChanged(HttpSession session, String before) {
        tell(ids, listener -> listener.sessionIdChanged(new HttpSessionEvent(session), before));
    }

    /** An attribute was set; {@code before} is what it was. */
    void set(HttpSession session, String name, Object value, @Nullable Object before) {
        if (value instanceof HttpSessionBindingListener bound) {
            tell(List.of(bound), it -> it.valueBound(new HttpSessionBindingEvent(session, name, value)));
        }
        if (before == null) {
            tell(attributes, it -> it.attributeAdded(new HttpSessionBindingEvent(session, name, value)));
            return;
        }
        tell(attributes, it -> it.attributeReplaced(new HttpSessionBindingEvent(session, name, before)));
        unbound(session, name, before);
    }

    void removed(HttpSession session, String name, Object before) {
        tell(attributes, it -> it.attributeRemoved(new HttpSessionBindingEvent(session, name, before)));
        unbound(session, name, before);
    }

    private static void unbound(HttpSession session, String name, Object before) {
        if (before instanceof HttpSessionBindingListener unbound) {
            tell(List.of(unbound), it -> it.valueUnbound(new HttpSessionBindingEvent(session, name, before)));
        }
    }

    private static <T> void tell(List<T> listeners, Consumer<T> event) {
        for (T listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                LOG.warn("A listener of HTTP sessions failed; what it was told of is done all the same", e);
            }
        }
    }
}
