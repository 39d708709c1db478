package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultLoop;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Each JDBC call of each operation fails or breaks its connection, once before and once after the database has done
 * it. Whatever comes: the tables are as before or as after, and never between; the exception says the truth; the connection
 * is given back as it was, or is closed; and the store goes on, the same {@link Session} included.
 */
abstract class JdbcFaultContract {
    private static final String TABLES = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'faulty'";

    abstract DataSource dataSource();

    /** What befalls the calls here. */
    abstract JdbcFault[] faults();

    /** Of the four tables, how many may be there if making them failed. */
    abstract Long[] incomplete();

    @Test
    void whatever_fails_all_is_done_or_nothing_and_the_exception_tells_which() throws Exception {
        enumerate(true, faults());
    }

    @Test
    void it_is_no_different_with_connections_that_do_not_commit_by_themselves() throws Exception {
        enumerate(false, JdbcFault.throwAfter("08006"), JdbcFault.disconnectAfter());
    }

    private void enumerate(boolean autoCommit, JdbcFault... faults) throws Exception {
        try (Tally tally = Tally.of("session.jdbc-fault-points", 0);
                FaultScene scene = new FaultScene(dataSource());
                CarefulPool pool = new CarefulPool(dataSource(), autoCommit)) {
            for (FaultAction action : FaultAction.all()) {
                List<String> after = after(scene, action);
                FaultLoop.everyRoundTrip()
                        .run(
                                plan -> tally.count(() ->
                                        new FaultRun(scene, action, after, pool).run(plan, Duration.ofSeconds(5))),
                                faults);
            }
        }
    }

    @Test
    void tables_are_made_as_a_whole_or_by_the_next_call() throws Exception {
        try (Tally tally = Tally.of("session.jdbc-fault-points", 0);
                CarefulPool pool = new CarefulPool(dataSource(), true)) {
            FaultLoop.everyRoundTrip()
                    .run(
                            plan -> tally.count(() -> createTables(pool, plan)),
                            JdbcFault.throwAfter("08006"),
                            JdbcFault.disconnectBefore());
        }
    }

    private void createTables(CarefulPool pool, FaultPlan plan) throws SQLException {
        TestSql sql = new TestSql(dataSource());
        sql.execute("DROP SCHEMA IF EXISTS \"faulty\" CASCADE", "CREATE SCHEMA \"faulty\"");
        try (FaultDataSource faults = new FaultDataSource(pool, plan);
                JdbcSessionStore store = JdbcSessionStore.builder(faults)
                        .schema("faulty")
                        .cleanupByCaller()
                        .build()) {
            SessionException thrown = null;
            try {
                store.createSchemaIfMissing();
            } catch (SessionException e) {
                thrown = e;
            }
            plan.heal();

            long tables = sql.number(TABLES);
            assertThat(pool.given()).isZero();
            assertThat(pool.complaints()).isEmpty();
            if (thrown == null) {
                assertThat(tables).isEqualTo(4);
            } else if (thrown instanceof StoreUnavailableException) {
                assertThat(tables).isIn((Object[]) incomplete());
            } else {
                assertThat(thrown).isInstanceOf(SaveOutcomeUnknownException.class);
                assertThat(tables)
                        .isBetween(0L, 4L)
                        .satisfies(there -> assertThat(
                                        there == 4 || List.of(incomplete()).contains(there))
                                .isTrue());
            }
            store.createSchemaIfMissing();
            store.checkSchema();
            assertThat(sql.number(TABLES)).isEqualTo(4);
            assertThat(sql.number("SELECT COUNT(*) FROM \"faulty\".\"scalekit_session_lock\""))
                    .isEqualTo(64);
            assertThat(sql.number("SELECT COUNT(*) FROM \"faulty\".\"scalekit_session_schema\""))
                    .isEqualTo(1);
        }
    }

    /** What the tables have when all went well. */
    static List<String> after(FaultScene scene, FaultAction action) {
        scene.set();
        try (JdbcSessionStore store = action.store(scene.dataSource(), Duration.ofSeconds(5))) {
            action.prepare().apply(store, scene).run();
        }
        return scene.dump();
    }
}
