package dev.scalekit.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.session.DataSourceStore;
import org.apache.catalina.session.PersistentManager;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's {@code DataSourceStore} under its own {@code PersistentManager}. Thread-safe.
 *
 * <p>The calls are those of {@code PersistentValve}, which is for servers without stickiness: {@code load},
 * {@code add}, {@code access} and {@code endAccess}, then the application, then {@code save}, {@code removeSuper} and
 * {@code recycle}. Its semaphore for each session is left out. The table is that of its documentation, with the names that
 * the store has for the columns.
 */
final class TomcatSessions implements WebSessions {
    private final PersistentManager manager = new PersistentManager();
    private final DataSourceStore store;

    private TomcatSessions(DataSource source) {
        store = new GivenStore(source);
        manager.setStore(store);
        manager.setContext(context());
    }

    /** The source is otherwise looked up by its name in JNDI. */
    private static final class GivenStore extends DataSourceStore {
        private GivenStore(DataSource source) {
            dataSource = source;
        }
    }

    /** An application that runs nowhere: the store asks it for its name, its log and its class loader. */
    private static Context context() {
        StandardEngine engine = new StandardEngine();
        engine.setName("bench");
        StandardHost host = new StandardHost();
        host.setName("localhost");
        host.setParent(engine);
        StandardContext context = new StandardContext();
        context.setName("shop");
        context.setPath("/shop");
        context.setParent(host);
        return context;
    }

    static void createSchema(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement create = connection.prepareStatement("""
                        CREATE TABLE tomcat$sessions (
                            id VARCHAR(100) NOT NULL PRIMARY KEY,
                            app VARCHAR(255),
                            data BYTEA,
                            valid CHAR(1) NOT NULL,
                            maxinactive INT NOT NULL,
                            lastaccess BIGINT NOT NULL)
                        """);
                PreparedStatement index =
                        connection.prepareStatement("CREATE INDEX kapp_name ON tomcat$sessions (app)")) {
            create.execute();
            index.execute();
        }
    }

    static WebSessions open(DataSource source) throws LifecycleException {
        TomcatSessions sessions = new TomcatSessions(source);
        sessions.manager.start();
        return sessions;
    }

    @Override
    public String create() throws IOException {
        StandardSession session = (StandardSession) manager.createSession(null);
        session.access();
        session.setAttribute(Shop.CART, Shop.Cart.of(0));
        session.setAttribute(Shop.PROFILE, Shop.GUEST);
        session.setAttribute(Shop.LOCALE, Shop.ENGLISH);
        session.setAttribute(Shop.FORM, Shop.FORM_TOKEN);
        session.setAttribute(Shop.VISITS, Shop.FIRST_VISIT);
        session.endAccess();
        return save(session);
    }

    @Override
    public int read(String id) throws Exception {
        StandardSession session = find(id);
        Shop.Cart cart = (Shop.Cart) session.getAttribute(Shop.CART);
        Shop.requireLocale(session.getAttribute(Shop.LOCALE));
        save(session);
        return cart.revision();
    }

    @Override
    public void write(String id, int revision) throws Exception {
        StandardSession session = find(id);
        requireNonNull(session.getAttribute(Shop.CART));
        session.setAttribute(Shop.CART, Shop.Cart.of(revision));
        Shop.added(revision).forEach(name -> session.setAttribute(name, Shop.NOTE));
        save(session);
    }

    @Override
    public String logIn(String id, String user) throws Exception {
        StandardSession session = find(id);
        manager.rotateSessionId(session);
        session.setAttribute("user", user);
        return save(session);
    }

    @Override
    public void logOut(String id) throws Exception {
        find(id).invalidate();
    }

    @Override
    public @Nullable String text(String id, String name) throws Exception {
        StandardSession session = (StandardSession) store.load(id);
        return session == null ? null : (String) session.getAttribute(name);
    }

    private StandardSession find(String id) throws Exception {
        StandardSession session = (StandardSession) store.load(id);
        if (session == null) {
            throw new IllegalStateException("there is no session");
        }
        session.setManager(manager);
        manager.add(session);
        session.access();
        session.endAccess();
        return session;
    }

    private String save(StandardSession session) throws IOException {
        String id = session.getIdInternal();
        store.save(session);
        manager.removeSuper(session);
        session.recycle();
        return id;
    }

    @Override
    public void close() {
        try {
            manager.stop();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the manager did not stop", e);
        }
    }
}
