package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads while the result of another one is read, on the same connection. */
@Timeout(120)
final class NestedReadsTest {

    @Test
    void a_read_within_another_one_waits_for_its_replica_to_show_what_was_written_meanwhile() throws Exception {
        try (RoutingRig rig = new RoutingRig(
                        PgCluster.Builder::relaxedDurability,
                        db -> db.reads(
                                reads -> reads.maximumLag(Duration.ofMinutes(1)).deadline(Duration.ofMinutes(1))));
                Connection connection = rig.db.getConnection()) {
            rig.counters(1);
            connection.setReadOnly(true);
            Statement outer = connection.createStatement();
            ResultSet rows = outer.executeQuery("SELECT generate_series(1, 10)");
            assertThat(rows.next()).isTrue();

            rig.pg.standbys().forEach(PgServer::pauseReplay);
            rig.increment(1);
            long waits = rig.db.stats().waits();
            FutureTask<String> inner =
                    new FutureTask<>(() -> RoutingRig.ask(connection, "SELECT value FROM counter WHERE id = 1"));
            Thread reader = new Thread(inner, "reader");
            reader.start();
            Await.until("it waits", RoutingRig.LONG, () -> rig.db.stats().waits() > waits);
            assertThat(inner.isDone()).isFalse();
            rig.pg.standbys().forEach(PgServer::resumeReplay);

            assertThat(inner.get(RoutingRig.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("1");
            reader.join();
            assertThat(rows.next()).isTrue();
        }
    }
}
