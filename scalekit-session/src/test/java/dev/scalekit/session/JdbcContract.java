package dev.scalekit.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** The contract over a database. Its clock cannot be moved, so all times in its rows are moved the other way. */
abstract class JdbcContract extends StoreFixture
        implements SessionStoreContract, SchemaContract, StatementsContract, SecrecyContract {

    @BeforeEach
    void create_the_tables() throws SQLException {
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(dataSource()).cleanupByCaller().build()) {
            store.createSchemaIfMissing();
        }
        try (Connection connection = dataSource().getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM \"scalekit_session\"")) {
            delete.executeUpdate();
        }
    }

    @Override
    SessionStoreBuilder<?> builder() {
        return JdbcSessionStore.builder(dataSource());
    }

    @Override
    SessionStore build(SessionStoreBuilder<?> builder) {
        return ((JdbcSessionStoreBuilder) builder).build();
    }

    @Override
    public void advance(Duration time) {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE \"scalekit_session\" SET created_ms = created_ms - ?, last_access_ms = last_access_ms - ?,"
                                + " ends_ms = ends_ms - ?, expiry_bucket ="
                                + " LEAST(last_access_ms - ? + idle_ms, ends_ms - ?) / 600000")) {
            for (int at = 1; at <= 5; at++) {
                update.setLong(at, time.toMillis());
            }
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
