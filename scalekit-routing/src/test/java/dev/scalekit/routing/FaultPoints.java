package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.FaultWorkload.Outcome;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A workload on a router over two nodes, while a plan has a call of their pool fail, and the check of all that comes of it. */
final class FaultPoints {
    private final MemoryDatabase database;
    private final UnaryOperator<DataSource> aroundRouter;
    private final UnaryOperator<DataSource> aroundPool;

    FaultPoints(MemoryDatabase database) {
        this(database, router -> router, pool -> pool);
    }

    /** With something planted in a router, or in what it does with a pool. */
    FaultPoints(MemoryDatabase database, UnaryOperator<DataSource> aroundRouter, UnaryOperator<DataSource> aroundPool) {
        this.database = database;
        this.aroundRouter = aroundRouter;
        this.aroundPool = aroundPool;
    }

    void run(FaultPlan plan, Map<Outcome, Integer> outcomes) throws SQLException {
        FaultWorkload workload = new FaultWorkload(database);
        StateWatch states = new StateWatch();
        PoolWatch pool = new PoolWatch();
        try (FaultDataSource faults = new FaultDataSource(states.around(database.dataSource()), plan);
                RoutingDataSource router = router(aroundPool.apply(pool.around(faults)))) {
            DataSource db = aroundRouter.apply(router);
            workload.run(db).forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
            pool.requireAllBack();

            plan.heal();
            assertThat(workload.run(db)).as("when nothing fails any more").containsOnly(Outcome.OK);
            pool.requireAllBack();
        }
        workload.check();
        states.requireNothingLeft();
    }

    private RoutingDataSource router(DataSource pool) {
        return RoutingDataSource.builder()
                .node("a", pool, node -> node.probes(database.dataSource()))
                .node("b", pool, node -> node.probes(database.dataSource()))
                .dialect(Dialects.fixedRoles("a"))
                .slowStart(Duration.ZERO)
                // On a machine that has much to do a probe may take its time.
                .monitor(monitor -> monitor.every(Duration.ofMillis(20))
                        .inPanic(Duration.ofMillis(2))
                        .timeout(Duration.ofSeconds(10)))
                .build();
    }
}
