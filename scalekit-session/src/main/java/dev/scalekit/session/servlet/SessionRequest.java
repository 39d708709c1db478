package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/** A request whose session is in the store. Not thread-safe, as requests are not, but for the session. */
final class SessionRequest extends HttpServletRequestWrapper {
    private final SessionResponse response;
    private final Exchange exchange;

    SessionRequest(HttpServletRequest request, SessionResponse response, Exchange exchange) {
        super(request);
        this.response = response;
        this.exchange = exchange;
    }

    @Override
    public HttpSession getSession() {
        return requireNonNull(exchange.session(true), "session");
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return exchange.session(create);
    }

    @Override
    public String changeSessionId() {
        return exchange.changeId();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return exchange.requestedId();
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        HttpSessionView session = exchange.session(false);
        return session != null && session.getId().equals(exchange.requestedId());
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return exchange.isByCookie() && exchange.requestedId() != null;
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }

    /** With this request and its response: the container would take its own, and nobody would save before they are committed. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        AsyncContext context = super.startAsync(request, response);
        context.addListener(new LateFinish(exchange));
        return new SavingAsyncContext(context, exchange);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new SavingAsyncContext(super.getAsyncContext(), exchange);
    }
}
