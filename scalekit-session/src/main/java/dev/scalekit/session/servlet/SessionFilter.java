package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;

import dev.scalekit.session.Registration;
import dev.scalekit.session.SaveOutcome;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sessions of a store behind the servlet API: {@code request.getSession()} returns one that all servers share.
 *
 * <pre>{@code
 * new SessionFilter(store).addTo(servletContext);              // before any filter that asks for a session
 *
 * HttpSession http = request.getSession();                     // as ever
 * Session session = SessionFilter.session(request);            // the same one, with what the servlet API has not
 * session.login("user-42");
 * }</pre>
 *
 * <p>A request that asks for no session costs no statement. One that does, finds it with one, and it is saved once, before
 * the response is committed, which is taken to be near when an eighth of its buffer is written; if it is changed after that,
 * again with a flush or at the end. What is changed after the request has ended is not
 * stored. A save that fails fails the request, with the exception of the store, unless the handler has called {@link #save} and
 * caught it; and so does a store that cannot be asked:
 * {@code getSession} throws a {@link dev.scalekit.session.StoreUnavailableException}, and never lets a user look like nobody.
 *
 * <p>{@code HttpSession.getId()} is the fingerprint of the token, which lets nobody in and may be logged. It changes with
 * {@code changeSessionId()}, with a login and with nothing else. Attributes are copied by the store's codec: what is changed
 * after {@code setAttribute} is set again, and a type that the codec does not know is refused by {@code setAttribute} with
 * an {@code IllegalArgumentException}. {@code getLastAccessedTime()} is as exact as the store's touch interval. A {@code
 * maxInactiveInterval} of zero, less than that or more than a year means as long as the absolute timeout of the store.
 *
 * <p>The package's page says what of the servlet specification is different. Thread-safe.
 */
public final class SessionFilter implements Filter {
    private static final String NAME = SessionFilter.class.getName();

    private final SessionStore store;
    private final Transport transport;
    private final ServletEvents events;
    private final OwnEnds ownEnds = new OwnEnds();
    private volatile @Nullable Registration registration;

    /** Makes a filter with the cookie {@code __Host-id}, which browsers send over TLS only. */
    public SessionFilter(SessionStore store) {
        this(
                requireNonNull(store, "store"),
                new CookieTransport(SessionFilterBuilder.DEFAULT_NAME, "/", null, true, SameSite.LAX, null),
                new ServletEvents(List.of()));
    }

    SessionFilter(SessionStore store, Transport transport, ServletEvents events) {
        this.store = store;
        this.transport = transport;
        this.events = events;
    }

    /** Begins to describe a filter. */
    public static SessionFilterBuilder builder(SessionStore store) {
        return new SessionFilterBuilder(store);
    }

    /**
     * Adds this filter to an application that is about to start: for all requests and dispatches, also asynchronous ones, before
     * the filters of its descriptor.
     *
     * @throws IllegalStateException if the application has started, or has such a filter already
     */
    public void addTo(ServletContext context) {
        FilterRegistration.Dynamic filter = context.addFilter(NAME, this);
        if (filter == null) {
            throw new IllegalStateException("There is a filter of the name " + NAME + " already");
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    }

    /**
     * Returns the session of a request, a new one if there is none: what {@code request.getSession()} returns, with all that
     * the store's sessions can do. It is saved with the request. Of what is done to it here, attribute listeners are not told;
     * of a new id by a login they are when the session is saved.
     *
     * @throws IllegalStateException if the request has not gone through a filter of this kind, or a session would have to be
     *     created after the response was committed
     */
    public static Session session(HttpServletRequest request) {
        return requireNonNull(exchange(request).session(true), "session").session();
    }

    /** Returns the session of a request if there is one; otherwise as {@link #session}. */
    public static Optional<Session> existingSession(HttpServletRequest request) {
        return Optional.ofNullable(exchange(request).session(false)).map(HttpSessionView::session);
    }

    /**
     * Saves the session of a request now, for a handler that does something about a failure; without this it is saved when the
     * handler is done, and a failure is the request's. If it fails the filter does not try again by itself: what is still
     * pending is stored by another call of this, or not at all.
     *
     * @return what became of it; of {@link SaveOutcome#ENDED} nothing was stored, since another request has ended the session,
     *     and whoever asks for a session gets a new one; {@link SaveOutcome#UNCHANGED} also if nobody has asked for a session
     * @throws dev.scalekit.session.AttributeConflictException if a key refuses the change of another request. Ask for the
     *     session again, of which one gets what is stored now, and decide anew; what was obtained before is not saved any more
     * @throws dev.scalekit.session.StoreUnavailableException if the storage cannot be asked: nothing was stored
     * @throws dev.scalekit.session.SaveOutcomeUnknownException if the storage did not answer in time
     * @throws IllegalStateException if the request has not gone through a filter of this kind
     */
    public static SaveOutcome save(HttpServletRequest request) {
        return exchange(request).saveNow();
    }

    private static Exchange exchange(HttpServletRequest request) {
        if (request.getAttribute(NAME) instanceof Exchange exchange) {
            return exchange;
        }
        throw new IllegalStateException(
                "The request has not gone through a SessionFilter: is it mapped to this path, and"
                        + " before the filters that ask for a session?");
    }

    @Override
    public void init(FilterConfig config) {
        if (events.hearOfEnds()) {
            registration = store.listen(new StoreEvents(events, config.getServletContext(), ownEnds));
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
            return;
        }
        Exchange known = http.getAttribute(NAME) instanceof Exchange exchange ? exchange : null;
        if (known != null && !known.store().equals(store)) {
            throw new IllegalStateException(
                    "A request must go through the filters of one store only: it has gone through one of "
                            + known.store() + ", and comes to one of another, " + store);
        }
        boolean isWrapped = isWrapped(http);
        if (known != null && isWrapped && http.getDispatcherType() != DispatcherType.ASYNC) {
            // Inside of another filter of this kind, which is going to save.
            chain.doFilter(request, response);
            return;
        }
        Exchange exchange = known == null ? new Exchange(this, http, answer) : known;
        http.setAttribute(NAME, exchange);
        SessionResponse sessionResponse = new SessionResponse(answer, exchange);
        try {
            if (isWrapped) {
                chain.doFilter(request, response);
            } else {
                chain.doFilter(new SessionRequest(http, sessionResponse, exchange), sessionResponse);
            }
        } catch (IOException | ServletException | RuntimeException | Error e) {
            finishAfter(e, exchange);
            throw e;
        }
        // Otherwise whoever completes it, or the dispatch that follows, does so.
        if (!http.isAsyncStarted()) {
            exchange.finish();
        }
    }

    /** What a request did before it failed is stored, as in the containers. */
    private static void finishAfter(Throwable failure, Exchange exchange) {
        try {
            exchange.finish();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static boolean isWrapped(HttpServletRequest request) {
        return request instanceof SessionRequest
                || (request instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(SessionRequest.class));
    }

    /** Stops to listen to the store, which stays open. */
    @Override
    public void destroy() {
        Registration listening = registration;
        if (listening != null) {
            listening.close();
        }
    }

    SessionStore store() {
        return store;
    }

    Transport transport() {
        return transport;
    }

    ServletEvents events() {
        return events;
    }

    OwnEnds ownEnds() {
        return ownEnds;
    }
}
