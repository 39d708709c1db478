package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class H2FaultTest extends JdbcFaultContract {
    /** Only what hangs takes that long: H2 knows no network. */
    private static final Duration TIMEOUT = Duration.ofMillis(3);

    private static JdbcConnectionPool connections;

    @BeforeAll
    static void open() {
        connections = JdbcConnectionPool.create("jdbc:h2:mem:session-faults;DB_CLOSE_DELAY=-1", "sa", "");
    }

    @AfterAll
    static void dispose() {
        connections.dispose();
    }

    @Override
    JdbcFault[] faults() {
        return new JdbcFault[] {
            JdbcFault.throwAfter("08006"),
            JdbcFault.throwBefore("57014"),
            JdbcFault.throwBefore("40001"),
            JdbcFault.disconnectAfter(),
            JdbcFault.disconnectBefore().forEver()
        };
    }

    @Override
    Long[] incomplete() {
        return new Long[] {0L, 1L, 2L, 3L, 4L};
    }

    @Override
    DataSource dataSource() {
        return connections;
    }

    @Test
    void what_hangs_is_given_up_when_the_timeout_is_over() throws Exception {
        try (Tally tally = Tally.of("session.jdbc-fault-points", 0);
                FaultScene scene = new FaultScene(dataSource());
                CarefulPool pool = new CarefulPool(dataSource(), true)) {
            for (FaultAction action : FaultAction.all()) {
                List<String> after = after(scene, action);
                for (JdbcFault hang : List.of(JdbcFault.hangBefore(), JdbcFault.hangAfter())) {
                    for (int call : callsThatMayHang(scene, action, pool)) {
                        FaultPlan plan = FaultPlan.roundTrips();
                        plan.at(call, hang);
                        tally.count(() -> new FaultRun(scene, action, after, pool).run(plan, TIMEOUT));
                        assertThat(plan.hasStruck()).isTrue();
                    }
                }
            }
        }
    }

    /** All but taking and giving back a connection, for which a pool has a timeout of its own. */
    private static int[] callsThatMayHang(FaultScene scene, FaultAction action, CarefulPool pool) {
        FaultPlan plan = FaultPlan.roundTrips();
        scene.set();
        try (FaultDataSource source = new FaultDataSource(pool, plan);
                JdbcSessionStore store = action.store(source, TIMEOUT)) {
            action.prepare().apply(store, scene).run();
        }
        List<String> calls = plan.calls();
        return IntStream.rangeClosed(1, calls.size())
                .filter(call -> !calls.get(call - 1).contains("getConnection")
                        && !calls.get(call - 1).contains("Connection.close"))
                .toArray();
    }
}
