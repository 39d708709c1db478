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
            Writers.table(rig.pg.primary());
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

            long violations = writers.violations(primary);

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
        PgServer next = rig.pg.servers().stream()
                .filter(server -> server != primary)
                .max(Comparator.comparing(FailoversTest::received))
                .orElseThrow();
        long promoted = System.nanoTime();
        next.promote();
        for (PgServer server : rig.pg.servers()) {
            if (server != next && server != primary) {
                server.follow(next);
            }
        }
        Await.until("a write is acknowledged", RoutingRig.LONG, () -> writers.lastNanos() - promoted > 0);
        outages.add(Duration.ofNanos(writers.lastNanos() - promoted).toMillis());
        primary.rejoin(next);
        return next;
    }

    private static Long received(PgServer standby) {
        return Long.parseLong(standby.query("SELECT pg_last_wal_receive_lsn() - '0/0'::pg_lsn"));
    }
}
