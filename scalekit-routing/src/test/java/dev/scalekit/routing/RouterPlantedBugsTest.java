package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.FaultLoop;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Plants bugs around a router, and between it and its pools; the checks that the right one passes must find each. */
@Timeout(300)
final class RouterPlantedBugsTest {
    private static final String CLAIM = "routing.router-planted-bugs";
    private static final long SEED = 23;
    /** Something is put there that changes nothing. */
    private static final Bug NONE = Meddler::go;

    private MemoryDatabase database;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    private static UnaryOperator<DataSource> planted(Bug bug) {
        return source -> Meddled.source(source, bug);
    }

    // What a fault at each call finds.

    private void checkFaultPoints(FaultLoop loop, Bug inRouter, Bug inPool, JdbcFault... faults) {
        FaultPoints points = new FaultPoints(database, planted(inRouter), planted(inPool));
        loop.run(plan -> points.run(plan, new EnumMap<>(FaultWorkload.Outcome.class)), faults);
    }

    private void requireFoundByFaults(
            String accusation, FaultLoop loop, Bug inRouter, Bug inPool, JdbcFault... faults) {
        try (Tally planted = Tally.of(CLAIM, 0)) {
            planted.count(() -> assertThatThrownBy(() -> checkFaultPoints(loop, inRouter, inPool, faults))
                    .isInstanceOf(AssertionError.class)
                    .hasStackTraceContaining(accusation));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_callers_are_told_wrongly_is_found(RouterBug bug) {
        requireFoundByFaults(bug.accusation(), bug.loop(), bug, NONE, bug.fault());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_left_over_is_found(PoolBug bug) {
        requireFoundByFaults(
                bug.accusation(),
                FaultLoop.everyCall(),
                NONE,
                bug.bug(),
                JdbcFault.throwBefore("40001"),
                JdbcFault.throwBefore("08006"));
    }

    @Test
    void what_is_planted_in_is_no_bug_by_itself() {
        checkFaultPoints(
                FaultLoop.everyCall().step(5),
                NONE,
                NONE,
                JdbcFault.throwBefore("08006"),
                JdbcFault.throwAfter("08006"));
    }

    // What borrows at random find.

    private static void checkBorrows(Bug inPool) throws Exception {
        try (Borrows borrows = new Borrows(planted(inPool))) {
            borrows.run(SEED, 300);
            borrows.requireAllBack();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ANY, names = "NOT_.*")
    void a_single_connection_that_is_not_given_back_is_found(PoolBug bug) {
        try (Tally planted = Tally.of(CLAIM, SEED)) {
            planted.count(() -> assertThatThrownBy(() -> checkBorrows(bug.bug()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(bug.accusation()));
        }
    }

    @Test
    void a_permit_too_many_is_found() throws Exception {
        try (Tally planted = Tally.of(CLAIM, SEED);
                Borrows borrows = new Borrows(planted(NONE), Borrows.PERMITS + 1)) {
            planted.count(() -> assertThatThrownBy(borrows::requireAllBack)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("permits for reads on the primary"));
        }
    }

    // What writers find whose connections are lost.

    private long violations(Bug inRouter) throws Exception {
        database.execute(Writers.TABLE);
        DataSource pool = Meddled.source(database.dataSource(), new Losing());
        try (RoutingDataSource db = RoutingDataSource.builder()
                .node("a", pool, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                // On a machine that has much to do a probe may take its time.
                .monitor(monitor -> monitor.every(Duration.ofMillis(20))
                        .inPanic(Duration.ofMillis(2))
                        .timeout(Duration.ofSeconds(10)))
                .build()) {
            Writers writers = new Writers(Meddled.source(db, inRouter), 4);
            try {
                Await.until("they write", RoutingRig.LONG, () -> writers.acknowledgedCount() > 200);
            } finally {
                writers.stop();
            }
            return writers.violations(database.dataSource());
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ANY,
            names = {"COMMIT_IS_SAID.*", "WRITE_.*", "COMMIT_IS_SENT_AGAIN", "TRANSACTION_IS_DONE_AGAIN", "ERROR_.*"})
    void what_writers_are_told_wrongly_is_found(RouterBug bug) throws Exception {
        try (Tally planted = Tally.of(CLAIM, 0)) {
            planted.count(() -> assertThat(violations(bug)).isPositive());
        }
    }

    @Test
    void writers_find_nothing_wrong_with_the_right_one() throws Exception {
        assertThat(violations(NONE)).isZero();
    }
}
