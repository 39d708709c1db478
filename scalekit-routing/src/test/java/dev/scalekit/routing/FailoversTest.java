package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Primaries that are killed under writers, and replaced by an operator. */
@Timeout(600)
final class FailoversTest {
    private static final int FAILOVERS = 20;

    @Test
    void no_acknowledged_write_is_lost_with_a_synchronous_standby() throws Exception {
        long begun = System.nanoTime();
        int failovers = Effort.scaled(FAILOVERS);
        try (RoutingRig rig = new RoutingRig(servers -> servers.synchronousStandbys(1), it -> it)) {
            rig.pg.primary().execute(Writers.TABLE);
            List<Long> outages = new ArrayList<>();
            Writers writers = new Writers(rig.db, 4);
            PgServer primary = rig.pg.primary();
            try {
                for (int i = 0; i < failovers; i++) {
                    progress(writers);
                    primary = failOver(rig, writers, primary, outages);
                }
                progress(writers);
            } finally {
                writers.stop();
            }

            long violations = writers.violations(primary.dataSource());

            assertThat(rig.inUse()).isZero();
            System.out.printf(
                    "%d failovers: first acknowledged write after %s ms from the promotion on, %d unknown%n",
                    failovers, outages, writers.unknownCount());
            Evidence.append("routing.failovers", failovers, violations, Duration.ofNanos(System.nanoTime() - begun), 0);
            assertThat(violations).as("lost, failed and there, doubled").isZero();
        }
    }

    private static void progress(Writers writers) {
        int before = writers.acknowledgedCount();
        Await.until("writers go on", RoutingRig.LONG, () -> writers.acknowledgedCount() > before + 20);
    }

    /** Kills the primary, promotes the standby that has most, and has the others follow. */
    private static PgServer failOver(RoutingRig rig, Writers writers, PgServer primary, List<Long> outages) {
        primary.kill();
        List<PgServer> standbys =
                rig.pg.servers().stream().filter(server -> server != primary).toList();
        standbys.forEach(PgServer::awaitUpstreamLost);
        PgServer next = standbys.stream()
                .max(Comparator.comparingLong(PgServer::received))
                .orElseThrow();
        long promoted = System.nanoTime();
        next.promote();
        standbys.stream().filter(server -> server != next).forEach(server -> server.follow(next));
        Await.until(
                "a write is acknowledged",
                RoutingRig.LONG,
                () -> writers.lastNanos() - promoted > 0,
                () -> evidence(rig, writers, next));
        outages.add(Duration.ofNanos(writers.lastNanos() - promoted).toMillis());
        primary.rejoin(next);
        return next;
    }

    private static String evidence(RoutingRig rig, Writers writers, PgServer next) {
        return "; " + writers + "; " + rig.db.stats() + "; " + rig.db.topology() + "; standbys of the new one: "
                + next.query("SELECT string_agg(application_name || ' ' || state || ' ' || sync_state, ', ')"
                        + " FROM pg_stat_replication")
                + "; what waits there: "
                + next.query("SELECT string_agg(state || ' ' || coalesce(wait_event, '-'), ', ')"
                        + " FROM pg_stat_activity WHERE backend_type = 'client backend'");
    }
}
