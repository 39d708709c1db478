package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.FaultWorkload.Outcome;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultLoop;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each JDBC call of a router fails, once before and once after it was done, from the first connection on. Whatever comes: what
 * callers are told is true, every connection is given back, and the next requests are answered.
 */
final class FaultPointsTest {
    private MemoryDatabase database;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    @Test
    @Timeout(600)
    void whatever_fails_callers_are_told_the_truth_and_nothing_is_left_open() throws Exception {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        try (Tally tally = Tally.of("routing.jdbc-fault-points", 0)) {
            int points = FaultLoop.everyCall()
                    .run(
                            plan -> tally.count(() -> run(plan, outcomes)),
                            JdbcFault.throwBefore("08006"),
                            JdbcFault.throwAfter("08006"),
                            JdbcFault.disconnectBefore(),
                            JdbcFault.disconnectAfter(),
                            JdbcFault.errorBefore(),
                            JdbcFault.errorAfter(),
                            JdbcFault.throwBefore("57P01"),
                            JdbcFault.throwBefore("40001"),
                            JdbcFault.throwBefore("42P01"));
            assertThat(points).isGreaterThan(500);
        }
        assertThat(outcomes).containsKeys(Outcome.OK, Outcome.FAILED, Outcome.UNKNOWN);
    }

    private void run(FaultPlan plan, Map<Outcome, Integer> outcomes) throws SQLException {
        FaultWorkload workload = new FaultWorkload(database);
        try (FaultDataSource pool = new FaultDataSource(database.dataSource(), plan);
                RoutingDataSource db = router(pool)) {
            workload.run(db).forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
            assertThat(pool.openConnections()).isZero();

            plan.heal();
            assertThat(workload.run(db)).containsOnly(Outcome.OK);
            assertThat(pool.openConnections()).isZero();
        }
        workload.check();
    }

    private RoutingDataSource router(FaultDataSource pool) {
        return RoutingDataSource.builder()
                .node("a", pool, node -> node.probes(database.dataSource()))
                .node("b", pool, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .slowStart(Duration.ZERO)
                .monitor(monitor -> monitor.every(Duration.ofMillis(20)).inPanic(Duration.ofMillis(2)))
                .build();
    }
}
