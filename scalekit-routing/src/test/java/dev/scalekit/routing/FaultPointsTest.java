package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.FaultWorkload.Outcome;
import dev.scalekit.testkit.FaultLoop;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each JDBC call of a router fails, once before and once after it was done, from the first connection on. Whatever comes: what
 * callers are told is true, every connection is given back as it was, and the next requests are answered.
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
        FaultPoints points = new FaultPoints(database);
        try (Tally tally = Tally.of("routing.jdbc-fault-points", 0)) {
            int tried = FaultLoop.everyCall()
                    .run(
                            plan -> tally.count(() -> points.run(plan, outcomes)),
                            JdbcFault.throwBefore("08006"),
                            JdbcFault.throwAfter("08006"),
                            JdbcFault.disconnectBefore(),
                            JdbcFault.disconnectAfter(),
                            JdbcFault.errorBefore(),
                            JdbcFault.errorAfter(),
                            JdbcFault.throwBefore("57P01"),
                            JdbcFault.throwBefore("40001"),
                            JdbcFault.throwBefore("42P01"));
            assertThat(tried).isGreaterThan(500);
        }
        assertThat(outcomes).containsKeys(Outcome.OK, Outcome.FAILED, Outcome.UNKNOWN);
    }
}
