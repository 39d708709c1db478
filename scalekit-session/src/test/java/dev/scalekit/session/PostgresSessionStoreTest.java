package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresSessionStoreTest extends JdbcContract {
    private static PgCluster cluster;
    private static HikariDataSource pool;
    private static HikariDataSource reading;

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().relaxedDurability().start();
        pool = new HikariDataSource();
        pool.setJdbcUrl(cluster.primary().jdbcUrl());
        reading = new HikariDataSource();
        reading.setJdbcUrl(cluster.primary().jdbcUrl());
        reading.setConnectionInitSql("SET default_transaction_read_only = on");
    }

    @AfterAll
    static void dispose() {
        pool.close();
        reading.close();
        cluster.close();
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public int modelRuns() {
        return 10;
    }

    @Override
    public DataSource readOnly() {
        return reading;
    }

    @Override
    public String database() {
        return "postgresql";
    }

    @Override
    public int writeStatements() {
        return 1;
    }

    /** Use the only connection, so that what it has done is counted when it is asked. */
    private static HikariDataSource one() {
        HikariDataSource one = new HikariDataSource();
        one.setJdbcUrl(cluster.primary().jdbcUrl());
        one.setMaximumPoolSize(1);
        return one;
    }

    private static List<Long> counted(TestSql sql, String query) throws SQLException {
        sql.execute("SELECT pg_stat_force_next_flush()");
        return Stream.of(sql.lines(query).get(0).split("[|]", -1))
                .map(Long::valueOf)
                .toList();
    }

    @Test
    void touches_and_writes_change_no_index() throws SQLException {
        String query = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'scalekit_session' AND"
                + " schemaname = 'public'";
        try (HikariDataSource pool = one();
                SessionStore store = JdbcSessionStore.builder(pool)
                        .cleanupByCaller()
                        .touchEvery(Duration.ZERO)
                        .build()) {
            Session session = SessionFixture.login(store, "user-42");
            List<Long> before = counted(new TestSql(pool), query);

            for (int i = 0; i < 50; i++) {
                session.increment("visits", 1);
                store.save(session);
                store.save(SessionFixture.find(store, session));
            }

            List<Long> after = counted(new TestSql(pool), query);
            assertThat(after.get(0) - before.get(0)).isEqualTo(100);
            // The ten minutes may end meanwhile.
            assertThat(after.get(1) - before.get(1)).isGreaterThanOrEqualTo(98);
        }
    }

    @Test
    void finding_and_cleaning_up_go_by_an_index() throws SQLException {
        String query = "SELECT t.seq_scan, token.idx_scan, expiry.idx_scan FROM pg_stat_user_tables t,"
                + " pg_stat_user_indexes token, pg_stat_user_indexes expiry WHERE t.relname = 'scalekit_session' AND"
                + " token.indexrelname = 'scalekit_session_token_idx' AND expiry.indexrelname ="
                + " 'scalekit_session_expiry_idx' AND t.schemaname = 'public' AND token.schemaname = 'public' AND"
                + " expiry.schemaname = 'public'";
        try (HikariDataSource pool = one();
                SessionStore store =
                        JdbcSessionStore.builder(pool).cleanupByCaller().build()) {
            TestSql sql = new TestSql(pool);
            Session session = SessionFixture.stored(store);
            sql.execute(
                    "INSERT INTO scalekit_session SELECT gen_random_uuid(), sha256(n::text::bytea), 'user ' || n, created_ms,"
                            + " last_access_ms, idle_ms, ends_ms, CASE WHEN n <= 50 THEN 0 ELSE expiry_bucket END, 1, 0"
                            + " FROM scalekit_session, generate_series(1, 10000) n",
                    "UPDATE scalekit_session SET ends_ms = 0 WHERE expiry_bucket = 0",
                    "ANALYZE scalekit_session");
            List<Long> before = counted(sql, query);

            assertThat(store.find(session.token())).isPresent();
            assertThat(store.cleanUp()).isEqualTo(50);

            List<Long> after = counted(sql, query);
            assertThat(after.get(0)).as("scans of the whole table").isEqualTo(before.get(0));
            assertThat(after.get(1)).as("of the token's index").isGreaterThan(before.get(1));
            assertThat(after.get(2)).as("of the expiry's index").isGreaterThan(before.get(2));
        }
    }

    @Test
    void what_is_left_of_a_removed_attribute_goes_with_a_write_that_knows_of_it() throws SQLException {
        String rows = "SELECT count(*) FROM scalekit_session_attribute";
        SessionStore store = store();
        Session session = SessionFixture.stored(store, COLOUR, "red");
        session.remove(COLOUR);
        store.save(session);
        assertThat(sql().number(rows)).as("without content").isOne();

        Session found = SessionFixture.find(store, session);
        found.increment("visits", 1);
        store.save(found);

        assertThat(sql().number(rows)).as("the counter").isOne();
        assertThat(sql().number(rows + " WHERE counter IS NULL")).isZero();
    }

    @Test
    void an_account_needs_no_more_rights_than_the_page_says() throws SQLException {
        sql().execute(
                        "CREATE ROLE shop LOGIN",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON scalekit_session, scalekit_session_attribute TO shop",
                        "GRANT SELECT, UPDATE ON scalekit_session_lock TO shop",
                        "GRANT SELECT ON scalekit_session_schema TO shop");
        try (HikariDataSource shop = one()) {
            shop.setJdbcUrl(cluster.primary().jdbcUrl().replace("user=postgres", "user=shop"));
            try (JdbcSessionStore store = JdbcSessionStore.builder(shop)
                    .maximumPerUser(1, WhenExceeded.END_OLDEST)
                    .touchEvery(Duration.ZERO)
                    .cleanupByCaller()
                    .build()) {
                assertThat(new TestSql(shop).lines("SELECT current_user")).containsExactly("shop");
                store.checkSchema();
                Session session = SessionFixture.stored(store, COLOUR, "red");
                session.remove(COLOUR);
                session.increment("visits", 1);
                session.login("shopper");
                SessionFixture.login(store, "shopper").put(COLOUR, "blue");
                assertThat(store.save(session)).isEqualTo(SaveOutcome.ENDED);
                assertThat(store.save(SessionFixture.stored(store))).isEqualTo(SaveOutcome.SAVED);
                assertThat(store.endAll("shopper")).isOne();
                advance(Duration.ofHours(13));
                assertThat(store.cleanUp()).isOne();
            }
        } finally {
            sql().execute("DROP OWNED BY shop", "DROP ROLE shop");
        }
    }
}
