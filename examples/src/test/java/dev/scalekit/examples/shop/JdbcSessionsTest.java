package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JdbcSessionsTest extends SessionsContract {
    private static PgCluster cluster;
    private static DataSource database;

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().start();
        database = cluster.primary().dataSource();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void stock() throws SQLException {
        ShopTables.stock(cluster, database);
    }

    @Override
    Sessions sessions() {
        return new JdbcSessions(database);
    }

    @Test
    void a_session_that_one_server_has_begun_is_found_by_another() throws SQLException {
        String token = sessions().start(7);
        put(sessions(), token, new CartLine(1, 2));

        assertThat(sessions().find(token).orElseThrow().cart()).containsExactly(new CartLine(1, 2));
    }

    @Test
    void a_request_that_was_taken_for_dead_undoes_nothing_of_what_came_after_it() throws SQLException {
        Sessions sessions = sessions();
        String token = sessions.start(7);
        Session late = sessions.find(token).orElseThrow();
        put(sessions, token, new CartLine(1, 2));
        late.put(new CartLine(2, 1));

        assertThatExceptionOfType(SQLTransactionRollbackException.class)
                .isThrownBy(() -> sessions.save(late))
                .withMessage("the session of customer 7 was changed meanwhile")
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("40001"));

        assertThat(sessions.find(token).orElseThrow().cart()).containsExactly(new CartLine(1, 2));
    }

    @Test
    void nor_does_one_of_the_session_before() throws SQLException {
        Sessions sessions = sessions();
        Session before = sessions.find(sessions.start(7)).orElseThrow();
        String now = sessions.start(7);
        before.put(new CartLine(2, 1));

        assertThatExceptionOfType(SQLTransactionRollbackException.class).isThrownBy(() -> sessions.save(before));

        assertThat(sessions.find(now).orElseThrow().cart()).isEmpty();
    }
}
