package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/** The deadline of a session is looked at twice, and each look is enough. */
final class DeadlineTest {
    private static final long NOW = 1_800_000_000_000L;

    @Test
    void the_database_looks_at_it() throws SQLException {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:deadline;DB_CLOSE_DELAY=-1", "sa", "");
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(pool).cleanupByCaller().build()) {
            store.createSchemaIfMissing();
            Session session = SessionFixture.stored(store);
            TokenHash token = TokenHash.of(session.token());
            JdbcStorage rows = new JdbcStorage(pool, Tables.of(null, Tables.DEFAULT), Duration.ofSeconds(5));
            assertThat(rows.find(token)).isNotNull();

            new TestSql(pool).execute("UPDATE \"scalekit_session\" SET ends_ms = created_ms");

            assertThat(rows.find(token)).isNull();
        } finally {
            pool.dispose();
        }
    }

    @Test
    void the_store_looks_at_it_once_more() {
        String token = new Issuer().token().text();

        assertThat(store(idle(NOW - 1_000)).find(token)).isPresent();
        assertThat(store(idle(NOW - 1_001)).find(token)).isEmpty();
        assertThat(store(ends(NOW + 1)).find(token)).isPresent();
        assertThat(store(ends(NOW)).find(token)).isEmpty();
    }

    private static StoredSession idle(long lastAccess) {
        return new StoredSession(
                new UUID(1, 1), null, 0, lastAccess, 1_001, Long.MAX_VALUE, NOW, new StoredAttributes(1, 0, Map.of()));
    }

    private static StoredSession ends(long at) {
        return new StoredSession(new UUID(1, 1), null, 0, NOW, 1_000, at, NOW, new StoredAttributes(1, 0, Map.of()));
    }

    /** Returns a store whose rows do not look at the clock. */
    private static SessionStore store(StoredSession found) {
        Storage rows = new ForwardingStorage(new MemoryStorage(InstantSource.system())) {
            @Override
            public StoredSession find(TokenHash token) {
                return found;
            }
        };
        return new InMemorySessionStore(
                InMemorySessionStore.builder().cleanupByCaller().options(InstantSource.system()), rows);
    }
}
