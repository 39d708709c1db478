package dev.scalekit.session;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** In a database. Its clock cannot be moved, so all times in its rows are moved the other way. */
final class JdbcGround implements Ground {
    /** Tells whether somebody waits for a lock. */
    static final String WAITING_ON_POSTGRES =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

    static final String WAITING_ON_H2 = "SELECT count(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Longer than any test lets a call hang. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final DataSource dataSource;
    private final DataSource own;
    private final String waiting;

    JdbcGround(DataSource dataSource, String waiting) {
        this(dataSource, dataSource, waiting);
    }

    /** @param own for what the test does by itself, where no setting is in its way */
    JdbcGround(DataSource dataSource, DataSource own, String waiting) {
        this.dataSource = dataSource;
        this.own = own;
        this.waiting = waiting;
        try (JdbcSessionStore store = store(own, options -> options)) {
            store.createSchemaIfMissing();
        }
    }

    @Override
    public StoredSessions open(UnaryOperator<SessionStoreBuilder<?>> options) {
        return store(dataSource, options);
    }

    /** Returns a store whose calls a plan counts. */
    StoredSessions open(FaultPlan plan, UnaryOperator<SessionStoreBuilder<?>> options) {
        return store(new FaultDataSource(dataSource, plan), options);
    }

    /** Returns the store of a machine with another clock. */
    StoredSessions open(InstantSource clock, UnaryOperator<SessionStoreBuilder<?>> options) {
        SessionStoreBuilder<?> builder =
                options.apply(JdbcSessionStore.builder(dataSource).cleanupByCaller());
        return new JdbcSessionStore(
                builder.options(clock), new JdbcStorage(dataSource, Tables.of(null, Tables.DEFAULT), TIMEOUT));
    }

    private static JdbcSessionStore store(DataSource from, UnaryOperator<SessionStoreBuilder<?>> options) {
        JdbcSessionStoreBuilder builder =
                JdbcSessionStore.builder(from).cleanupByCaller().timeout(TIMEOUT);
        return ((JdbcSessionStoreBuilder) options.apply(builder)).build();
    }

    void clear() {
        update("DELETE FROM \"scalekit_session\"");
    }

    @Override
    public void age(Duration time) {
        age(time, "");
    }

    @Override
    public void expire(SessionRef session) {
        age(Duration.ofDays(1), " WHERE session_id = '" + session + "'");
    }

    private void age(Duration time, String which) {
        update(("UPDATE \"scalekit_session\" SET created_ms = created_ms - @, last_access_ms = last_access_ms - @,"
                                + " ends_ms = ends_ms - @,"
                                + " expiry_bucket = LEAST(last_access_ms - @ + idle_ms, ends_ms - @) / 600000")
                        .replace("@", Long.toString(time.toMillis()))
                + which);
    }

    boolean isSomebodyWaiting() {
        return number(waiting) > 0;
    }

    /** Does what a touch does whose statement began before the time of the session was over. */
    int revive(SessionRef session) {
        return update(revival(session));
    }

    static String revival(SessionRef session) {
        return "UPDATE \"scalekit_session\" SET last_access_ms = " + Dialect.NOW + ", ends_ms = " + Dialect.NOW
                + " + 3600000, expiry_bucket = (" + Dialect.NOW + " + idle_ms) / 600000 WHERE session_id = '" + session
                + "'";
    }

    Written.Kind touch(long number) {
        JdbcStorage rows = new JdbcStorage(dataSource, Tables.of(null, Tables.DEFAULT), TIMEOUT);
        return rows.touch(new UUID(0, Long.parseLong(Long.toString(number), 16)), Device.UNKNOWN)
                .kind();
    }

    /** Returns when a request has ended, or waits for somebody else's lock. */
    void awaitDoneOrWaiting(Future<?> request) throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < PATIENCE.toNanos()) {
            try {
                request.get(3, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (isSomebodyWaiting()) {
                    return;
                }
            }
        }
        throw new AssertionError("The request is neither done nor waits for a lock");
    }

    /** Returns when so many requests wait for somebody else's lock. */
    void awaitWaiting(int requests) {
        Await.until(requests + " to wait for a lock", PATIENCE, () -> number(waiting) >= requests);
    }

    long number(String query) {
        try (Connection connection = own.getConnection();
                PreparedStatement select = connection.prepareStatement(query);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int update(String sql) {
        try (Connection connection = own.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            return update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
