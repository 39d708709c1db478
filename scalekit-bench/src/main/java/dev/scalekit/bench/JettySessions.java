package dev.scalekit.bench;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DatabaseAdaptor;
import org.eclipse.jetty.session.JDBCSessionDataStore;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's {@code JDBCSessionDataStore} under its own {@code SessionHandler}, in a server that listens to nobody, with the
 * {@code NullSessionCache} that its documentation has for servers without stickiness. Thread-safe.
 *
 * <p>The calls are those that the handler makes for each request: {@code newSession}, or {@code getManagedSession} and
 * {@code access}; {@code renewId} and {@code invalidate} as an application calls them; {@code complete} when the request is
 * done, which is when the cache has the session stored. The table is the one that the store makes.
 */
final class JettySessions implements WebSessions {
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final Server server = new Server();
    private final SessionHandler handler = new SessionHandler();

    private JettySessions(DataSource source, Duration savePeriod) {
        DatabaseAdaptor database = new DatabaseAdaptor();
        database.setDatasource(source);
        JDBCSessionDataStore store = new JDBCSessionDataStore();
        store.setDatabaseAdaptor(database);
        store.setSavePeriodSec((int) savePeriod.toSeconds());
        NullSessionCache cache = new NullSessionCache(handler);
        cache.setSessionDataStore(store);
        handler.setSessionCache(cache);
        handler.setMaxInactiveInterval((int) IDLE.toSeconds());
        server.setHandler(handler);
    }

    /**
     * Starts it.
     *
     * @param savePeriod how long what changes nothing but the time of the last request is not stored; 0 is its default
     */
    static WebSessions open(DataSource source, Duration savePeriod) throws Exception {
        JettySessions sessions = new JettySessions(source, savePeriod);
        sessions.server.start();
        return sessions;
    }

    @Override
    public String create() {
        AtomicReference<@Nullable ManagedSession> made = new AtomicReference<>();
        handler.newSession(null, null, made::set);
        ManagedSession session = requireNonNull(made.get(), "session");
        session.setAttribute(Shop.CART, Shop.Cart.of(0));
        session.setAttribute(Shop.PROFILE, Shop.GUEST);
        session.setAttribute(Shop.LOCALE, Shop.ENGLISH);
        session.setAttribute(Shop.FORM, Shop.FORM_TOKEN);
        session.setAttribute(Shop.VISITS, Shop.FIRST_VISIT);
        handler.complete(session);
        return session.getId();
    }

    @Override
    public int read(String id) {
        ManagedSession session = find(id);
        Shop.Cart cart = (Shop.Cart) session.getAttribute(Shop.CART);
        Shop.requireLocale(session.getAttribute(Shop.LOCALE));
        handler.complete(session);
        return cart.revision();
    }

    @Override
    public void write(String id, int revision) {
        ManagedSession session = find(id);
        requireNonNull(session.getAttribute(Shop.CART));
        session.setAttribute(Shop.CART, Shop.Cart.of(revision));
        Shop.added(revision).forEach(name -> session.setAttribute(name, Shop.NOTE));
        handler.complete(session);
    }

    @Override
    public String logIn(String id, String user) {
        ManagedSession session = find(id);
        session.renewId(request(), null);
        session.setAttribute("user", user);
        handler.complete(session);
        return session.getId();
    }

    @Override
    public void logOut(String id) {
        ManagedSession session = find(id);
        session.invalidate();
        handler.complete(session);
    }

    @Override
    public @Nullable String text(String id, String name) {
        ManagedSession session = handler.getManagedSession(id);
        if (session == null) {
            return null;
        }
        Object value = session.getAttribute(name);
        handler.complete(session);
        return (String) value;
    }

    private ManagedSession find(String id) {
        ManagedSession session = handler.getManagedSession(id);
        if (session == null) {
            throw new IllegalStateException("there is no session");
        }
        handler.access(session, true);
        return session;
    }

    /** Of the request only the hash code is asked for, as a seed of the new id. */
    private static Request request() {
        return Wire.proxy(Request.class, (self, method, arguments) -> {
            if (method.getName().equals("hashCode")) {
                return System.identityHashCode(self);
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
