package dev.scalekit.routing;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** On PostgreSQL, with a replica that writes nothing. */
final class PostgresConnectionTest extends ConnectionContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PgCluster pg;
    private HikariDataSource primary;
    private HikariDataSource replica;
    private RoutingDataSource routed;

    @BeforeEach
    void start() {
        pg = PgCluster.builder().standbys(1).relaxedDurability().start();
        PgServer standby = pg.standbys().get(0);
        pg.primary()
                .execute(
                        "CREATE TABLE asked (id INT GENERATED ALWAYS AS IDENTITY, name VARCHAR(10))",
                        "CREATE SCHEMA other");
        standby.awaitReplayOf(pg.primary());
        primary = pool(pg.primary());
        replica = pool(standby);
        routed = RoutingDataSource.builder()
                .node(
                        pg.primary().name(),
                        primary,
                        node -> node.probes(pg.primary().dataSource()))
                .node(standby.name(), replica, node -> node.probes(standby.dataSource()))
                .dialect(Dialects.postgres())
                // Each question is to be asked where it says, however far the replica has got.
                .reads(reads -> reads.consistency(Consistency.NONE).maximumLag(Duration.ofMinutes(1)))
                .build();
        Await.until(
                "the replica",
                PATIENCE,
                () -> routed.topology().node(standby.name()).standing() == NodeStanding.REPLICA);
    }

    private static HikariDataSource pool(PgServer server) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(server.dataSource());
        pool.setPoolName(server.name());
        pool.setMinimumIdle(0);
        return pool;
    }

    @AfterEach
    void stop() {
        Closing.all(List.of(routed::close, replica::close, primary::close, pg::close));
    }

    @Override
    RoutingDataSource routed() {
        return routed;
    }

    @Override
    HikariDataSource primary() {
        return primary;
    }

    @Override
    HikariDataSource replica() {
        return replica;
    }

    @Override
    String otherwise() {
        return """
                # As JDBC has it: an aborted connection is closed, and may be aborted again.
                abort | UNUSED REPLICA PRIMARY | true false instead of SQLState 08003
                abort without an executor | UNUSED REPLICA PRIMARY | SQLState 22023 instead of SQLState 08003
                # Refused before any node is asked, with the state for a value that is wrong.
                isolation 99 | UNUSED REPLICA PRIMARY | SQLState 22023 instead of SQLState 0A000
                isolation none | UNUSED REPLICA PRIMARY | SQLState 22023 instead of SQLState 0A000
                # A standby refuses it, so it goes to the primary.
                set serializable and execute | REPLICA | 1 8 instead of SQLState 0A000
                """;
    }
}
