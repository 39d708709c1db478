package dev.scalekit.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Session JDBC as {@code JdbcHttpSessionConfiguration} makes it, with the customizer that its documentation gives
 * for PostgreSQL. Thread-safe.
 *
 * <p>The calls are those of {@code SessionRepositoryFilter}: {@code findById}, then {@code setLastAccessedTime} in
 * {@code getSession}, at the end of every request {@code save}, and {@code deleteById} in {@code invalidate}. A login is
 * {@code changeSessionId} and the attribute of the principal's name that the documentation asks for.
 *
 * @param <S> its own session, which is not public
 */
final class SpringSessions<S extends Session> implements WebSessions {
    private static final String USER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

    private final JdbcIndexedSessionRepository cleaner;
    private final FindByIndexNameSessionRepository<S> repository;

    private SpringSessions(JdbcIndexedSessionRepository cleaner, FindByIndexNameSessionRepository<S> repository) {
        this.cleaner = cleaner;
        this.repository = repository;
    }

    static void createSchema(DataSource source) throws IOException {
        try (InputStream script = requireNonNull(
                JdbcIndexedSessionRepository.class.getResourceAsStream("schema-postgresql.sql"), "schema")) {
            new JdbcTemplate(source).execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** See {@link SessionKind#expired}: those of a user are the copies, because nobody has logged in to the others. */
    static List<String> expired(int count) {
        return List.of(
                "INSERT INTO spring_session SELECT gen_random_uuid()::text, gen_random_uuid()::text, creation_time,"
                        + " last_access_time - 86400000, max_inactive_interval, expiry_time - 86400000, 'user-' || n"
                        + " FROM (SELECT * FROM spring_session LIMIT 1) s, generate_series(1, " + count + ") n",
                "INSERT INTO spring_session_attributes SELECT primary_id, attribute_name, attribute_bytes"
                        + " FROM spring_session, (SELECT * FROM spring_session_attributes WHERE session_primary_id ="
                        + " (SELECT primary_id FROM spring_session WHERE principal_name IS NULL LIMIT 1)) a"
                        + " WHERE principal_name IS NOT NULL");
    }

    static WebSessions open(DataSource source) {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        JdbcIndexedSessionRepository repository =
                new JdbcIndexedSessionRepository(new JdbcTemplate(source), transactions);
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(repository);
        return of(repository, repository);
    }

    private static <T extends Session> WebSessions of(
            JdbcIndexedSessionRepository cleaner, FindByIndexNameSessionRepository<T> repository) {
        return new SpringSessions<>(cleaner, repository);
    }

    @Override
    public String create() {
        S session = repository.createSession();
        session.setLastAccessedTime(Instant.now());
        session.setAttribute(Shop.CART, Shop.Cart.of(0));
        session.setAttribute(Shop.PROFILE, Shop.GUEST);
        session.setAttribute(Shop.LOCALE, Shop.ENGLISH);
        session.setAttribute(Shop.FORM, Shop.FORM_TOKEN);
        session.setAttribute(Shop.VISITS, Shop.FIRST_VISIT);
        repository.save(session);
        return session.getId();
    }

    @Override
    public int read(String id) {
        S session = find(id);
        Shop.Cart cart = session.getRequiredAttribute(Shop.CART);
        Shop.requireLocale(session.getRequiredAttribute(Shop.LOCALE));
        repository.save(session);
        return cart.revision();
    }

    @Override
    public void write(String id, int revision) {
        S session = find(id);
        requireNonNull(session.<Shop.Cart>getAttribute(Shop.CART));
        session.setAttribute(Shop.CART, Shop.Cart.of(revision));
        Shop.added(revision).forEach(name -> session.setAttribute(name, Shop.NOTE));
        repository.save(session);
    }

    @Override
    public String logIn(String id, String user) {
        S session = find(id);
        String changed = session.changeSessionId();
        session.setAttribute(USER, user);
        repository.save(session);
        return changed;
    }

    @Override
    public void logOut(String id) {
        repository.deleteById(find(id).getId());
    }

    @Override
    public @Nullable String text(String id, String name) {
        S session = repository.findById(id);
        return session == null ? null : session.getAttribute(name);
    }

    /** As its documentation and Spring Security's do it: finds them with all attributes, and deletes one by one. */
    @Override
    public int endAll(String user) {
        Set<String> ids = repository.findByPrincipalName(user).keySet();
        ids.forEach(repository::deleteById);
        return ids.size();
    }

    @Override
    public boolean cleanUp() {
        cleaner.cleanUpExpiredSessions();
        return true;
    }

    private S find(String id) {
        S session = repository.findById(id);
        if (session == null) {
            throw new IllegalStateException("there is no session");
        }
        session.setLastAccessedTime(Instant.now());
        return session;
    }
}
