package dev.scalekit.bench;

import static java.util.Objects.requireNonNull;

import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.SaveOutcome;
import dev.scalekit.session.Session;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * ScaleKit's {@code JdbcSessionStore} as its builder makes it. What is left to the caller is who cleans up: a run is shorter
 * than the interval. Thread-safe.
 *
 * <p>The calls are those of {@code SessionFilter}: {@code find} or {@code create}, and {@code save} at the end of every
 * request.
 */
final class ScaleKitSessions implements WebSessions {
    private static final Key<Shop.Cart> CART = Key.of(Shop.CART, Shop.Cart.class);
    private static final Key<Shop.Profile> PROFILE = Key.of(Shop.PROFILE, Shop.Profile.class);
    private static final Key<String> LOCALE = Key.of(Shop.LOCALE, String.class);
    private static final Key<String> FORM = Key.of(Shop.FORM, String.class);
    private static final Key<Long> VISITS = Key.of(Shop.VISITS, Long.class);

    private final JdbcSessionStore store;

    private ScaleKitSessions(JdbcSessionStore store) {
        this.store = store;
    }

    static void createSchema(DataSource source) {
        try (JdbcSessionStore store = store(source)) {
            store.createSchemaIfMissing();
        }
    }

    /**
     * See {@link SessionKind#expired}: those of a user are the copies, because nobody has logged in to the others. Nobody
     * has a token of them.
     */
    static List<String> expired(int count) {
        return List.of(
                "INSERT INTO scalekit_session (session_id, token_hash, user_id, created_ms, last_access_ms, idle_ms, ends_ms,"
                        + " expiry_bucket, revision, last_removal)"
                        + " SELECT gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'user-' || n,"
                        + " created_ms - 86400000, last_access_ms - 86400000, idle_ms, ends_ms - 86400000,"
                        + " expiry_bucket - 144, revision, last_removal"
                        + " FROM (SELECT * FROM scalekit_session LIMIT 1) s, generate_series(1, " + count + ") n",
                "INSERT INTO scalekit_session_attribute SELECT s.session_id, a.name, a.version, a.content, a.counter"
                        + " FROM scalekit_session s, (SELECT * FROM scalekit_session_attribute WHERE session_id ="
                        + " (SELECT session_id FROM scalekit_session WHERE user_id IS NULL LIMIT 1)) a"
                        + " WHERE s.user_id IS NOT NULL");
    }

    static WebSessions open(DataSource source) {
        return new ScaleKitSessions(store(source));
    }

    private static JdbcSessionStore store(DataSource source) {
        return JdbcSessionStore.builder(source)
                .touchEvery(SessionKind.TOUCH)
                .cleanupByCaller()
                .build();
    }

    @Override
    public String create() {
        Session session = store.create();
        session.put(CART, Shop.Cart.of(0));
        session.put(PROFILE, Shop.GUEST);
        session.put(LOCALE, Shop.ENGLISH);
        session.put(FORM, Shop.FORM_TOKEN);
        session.put(VISITS, Shop.FIRST_VISIT);
        save(session);
        return session.token();
    }

    @Override
    public int read(String id) {
        Session session = find(id);
        Shop.Cart cart = requireNonNull(session.get(CART), Shop.CART);
        Shop.requireLocale(session.get(LOCALE));
        save(session);
        return cart.revision();
    }

    @Override
    public void write(String id, int revision) {
        Session session = find(id);
        requireNonNull(session.get(CART), Shop.CART);
        session.put(CART, Shop.Cart.of(revision));
        Shop.added(revision).forEach(name -> session.put(Key.of(name, String.class), Shop.NOTE));
        save(session);
    }

    @Override
    public String logIn(String id, String user) {
        Session session = find(id);
        session.login(user);
        save(session);
        return session.token();
    }

    @Override
    public void logOut(String id) {
        Session session = find(id);
        if (!session.end()) {
            throw new IllegalStateException("there is no session");
        }
        // What a filter does at the end of a request: nothing, because it has ended.
    }

    @Override
    public @Nullable String text(String id, String name) {
        return store.find(id)
                .map(session -> session.get(Key.of(name, String.class)))
                .orElse(null);
    }

    @Override
    public int endAll(String user) {
        return store.endAll(user);
    }

    @Override
    public boolean cleanUp() {
        return store.cleanUp() == 0;
    }

    private Session find(String id) {
        return store.find(id).orElseThrow(() -> new IllegalStateException("there is no session"));
    }

    private void save(Session session) {
        if (store.save(session) == SaveOutcome.ENDED) {
            throw new IllegalStateException("the session has ended");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
