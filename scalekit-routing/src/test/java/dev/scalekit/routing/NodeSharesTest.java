package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.testkit.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which part of the reads each node gets by its weight and its zone; each is a database of its own. */
@Timeout(60)
final class NodeSharesTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int READS = 2_000;
    /** As chance has it, four times over. */
    private static final double OFF = 4 * Math.sqrt(0.25 / READS);

    private final Map<String, Server> servers = new LinkedHashMap<>();

    private record Server(MemoryDatabase database, SwitchedSource source) {}

    @AfterEach
    void stop() throws SQLException {
        for (Server server : servers.values()) {
            server.database().close();
        }
    }

    private SwitchedSource source(String name) throws SQLException {
        MemoryDatabase database = new MemoryDatabase();
        SwitchedSource source = new SwitchedSource(database.dataSource());
        servers.put(name, new Server(database, source));
        return source;
    }

    private Server server(String name) {
        return requireNonNull(servers.get(name));
    }

    private RoutingDataSourceBuilder builder() throws SQLException {
        return RoutingDataSource.builder()
                .node("primary", source("primary"), it -> it.zone("eu-1"))
                .dialect(Dialects.fixedRoles("primary"))
                .balancer(Balancers.roundRobin())
                .slowStart(Duration.ZERO)
                .monitor(it -> it.every(ofMillis(50)).timeout(ofMillis(500)).fall(1));
    }

    private RoutingDataSource weighted(double b, double c) throws SQLException {
        return builder()
                .node("b", source("b"), it -> it.weight(b))
                .node("c", source("c"), it -> it.weight(c))
                .build();
    }

    /** Two near replicas, and two far ones of which one is nowhere. */
    private RoutingDataSource zoned(UnaryOperator<RoutingDataSourceBuilder> options) throws SQLException {
        return options.apply(builder())
                .node("near-1", source("near-1"), it -> it.zone("eu-1"))
                .node("near-2", source("near-2"), it -> it.zone("eu-1"))
                .node("far-1", source("far-1"), it -> it.zone("eu-2"))
                .node("far-2", source("far-2"))
                .build();
    }

    private Map<String, Double> parts(RoutingDataSource db) throws SQLException {
        Map<String, String> names = new HashMap<>();
        servers.forEach((name, server) -> names.put(server.database().url(), name));
        Map<String, Double> parts = new HashMap<>();
        for (int i = 0; i < READS; i++) {
            try (Connection connection = db.getConnection()) {
                connection.setReadOnly(true);
                parts.merge(names.get(connection.getMetaData().getURL()), 1.0 / READS, Double::sum);
            }
        }
        return parts;
    }

    private void stops(RoutingDataSource db, String node) throws SQLException {
        server(node).source().off();
        server(node).database().execute("SHUTDOWN");
        await(db, node, NodeStanding.DOWN);
    }

    private void starts(RoutingDataSource db, String node) {
        server(node).source().on();
        await(db, node, NodeStanding.REPLICA);
    }

    private static void await(RoutingDataSource db, String node, NodeStanding standing) {
        Await.until(
                node + " is " + standing,
                LONG,
                () -> db.topology().node(node).standing() == standing,
                () -> db.topology().toString());
    }

    @Test
    void each_replica_gets_the_part_that_its_weight_says() throws SQLException {
        try (RoutingDataSource db = weighted(1, 3)) {
            Map<String, Double> parts = parts(db);

            assertThat(parts).containsOnlyKeys("b", "c");
            assertThat(parts.get("b")).isCloseTo(0.25, within(OFF));
        }
    }

    @Test
    void so_does_one_that_is_added_or_replaced_later() throws SQLException {
        try (RoutingDataSource db = weighted(1, 1)) {
            db.addNode("d", source("d"), it -> it.weight(6));
            await(db, "d", NodeStanding.REPLICA);
            Map<String, Double> added = parts(db);

            db.replaceNode("d", server("d").source(), it -> it.weight(2));
            await(db, "d", NodeStanding.REPLICA);

            assertThat(added.get("d")).isCloseTo(0.75, within(OFF));
            assertThat(parts(db).get("d")).isCloseTo(0.5, within(OFF));
        }
    }

    @Test
    void zones_do_not_matter_to_a_router_that_is_nowhere() throws SQLException {
        try (RoutingDataSource db = zoned(it -> it)) {
            assertThat(parts(db)).containsOnlyKeys("near-1", "near-2", "far-1", "far-2");
        }
    }

    @Test
    void reads_stay_in_the_zone_while_it_is_well() throws SQLException {
        try (RoutingDataSource db = zoned(it -> it.zone("eu-1"))) {
            assertThat(parts(db)).containsOnlyKeys("near-1", "near-2");
        }
    }

    @Test
    void what_the_zone_cannot_bear_goes_to_the_others() throws SQLException {
        try (RoutingDataSource db = zoned(it -> it.zone("eu-1"))) {
            stops(db, "near-2");

            Map<String, Double> parts = parts(db);

            assertThat(parts).containsOnlyKeys("near-1", "far-1", "far-2");
            assertThat(parts.get("near-1")).isCloseTo(0.7, within(OFF));
            assertThat(parts.get("far-1")).isCloseTo(0.15, within(OFF));
        }
    }

    @Test
    void all_reads_leave_a_zone_that_is_down_and_come_back_with_it() throws SQLException {
        try (RoutingDataSource db = zoned(it -> it.zone("eu-1"))) {
            stops(db, "near-1");
            stops(db, "near-2");
            Map<String, Double> down = parts(db);

            starts(db, "near-1");
            starts(db, "near-2");

            assertThat(down).containsOnlyKeys("far-1", "far-2");
            assertThat(parts(db)).containsOnlyKeys("near-1", "near-2");
        }
    }

    /** It is on purpose that one is missing then, and not one that the others cannot do without. */
    @Test
    void a_zone_of_which_a_replica_is_drained_or_removed_keeps_its_reads() throws SQLException {
        try (RoutingDataSource db = zoned(it -> it.zone("eu-1"))) {
            db.drain("near-2", LONG).join();
            Map<String, Double> drained = parts(db);

            db.removeNode("near-2");

            assertThat(drained).containsOnlyKeys("near-1");
            assertThat(parts(db)).containsOnlyKeys("near-1");
        }
    }

    @Test
    void reads_leave_a_zone_that_has_the_primary_only() throws SQLException {
        try (RoutingDataSource db = builder()
                .zone("eu-1")
                .node("far", source("far"), it -> it.zone("eu-2"))
                .build()) {
            assertThat(parts(db)).containsOnlyKeys("far");
        }
    }
}
