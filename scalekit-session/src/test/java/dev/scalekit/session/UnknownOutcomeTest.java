package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new session of which nobody knows whether its first save was done. */
final class UnknownOutcomeTest {
    /** getConnection, setAutoCommit, the session, its attributes, commit. */
    private static final int COMMIT = 5;

    private final FaultPlan plan = FaultPlan.roundTrips();
    private JdbcConnectionPool pool;
    private StoredSessions store;

    @BeforeEach
    void open() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:unknown;DB_CLOSE_DELAY=-1", "sa", "");
        JdbcGround ground = new JdbcGround(pool, JdbcGround.WAITING_ON_H2);
        ground.clear();
        store = ground.open(plan, options -> options);
        store.sessionsOf("nobody, but the version of the tables is known from here on");
    }

    @AfterEach
    void close() {
        store.close();
        pool.dispose();
    }

    private Session unknown(boolean isDone) {
        Session session = store.create();
        session.put(Scene.COLOUR, "red");
        plan.at(plan.count() + COMMIT, isDone ? JdbcFault.disconnectAfter() : JdbcFault.disconnectBefore());
        assertThatExceptionOfType(SaveOutcomeUnknownException.class).isThrownBy(() -> store.save(session));
        return session;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_can_be_saved_again(boolean isDone) {
        Session session = unknown(isDone);
        session.put(Scene.MERGED, "more");

        assertThat(store.save(session)).isEqualTo(SaveOutcome.SAVED);

        Session found = store.find(session.token()).orElseThrow();
        assertThat(found.get(Scene.COLOUR)).isEqualTo("red");
        assertThat(found.get(Scene.MERGED)).isEqualTo("more");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_can_be_logged_in_with(boolean isDone) {
        Session session = unknown(isDone);
        String before = session.token();

        session.login("user");

        assertThat(store.find(before)).isEmpty();
        assertThat(store.find(session.token()).orElseThrow().user()).isEqualTo("user");
    }

    @Test
    void it_can_be_ended() {
        Session session = unknown(true);

        assertThat(session.end()).isTrue();

        assertThat(store.find(session.token())).isEmpty();
    }
}
