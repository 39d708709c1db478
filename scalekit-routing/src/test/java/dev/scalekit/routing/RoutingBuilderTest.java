package dev.scalekit.routing;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused, with its name, its bounds and its value. */
final class RoutingBuilderTest {
    private MemoryDatabase database;

    @BeforeEach
    void start() throws SQLException {
        database = new MemoryDatabase();
    }

    @AfterEach
    void stop() throws SQLException {
        database.close();
    }

    private RoutingDataSourceBuilder nodes() {
        return RoutingDataSource.builder().node("a", database.dataSource()).node("b", database.dataSource());
    }

    private void refused(UnaryOperator<RoutingDataSourceBuilder> options, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.apply(nodes().dialect(Dialects.postgres()))
                        .build()
                        .close())
                .withMessageContaining(message);
    }

    private void refusedReads(Consumer<ReadOptions> options, String message) {
        refused(it -> it.reads(options), message);
    }

    @Test
    void without_a_node_or_a_dialect_there_is_no_router() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RoutingDataSource.builder().dialect(Dialects.postgres()).build())
                .withMessage("nodes must be at least 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nodes().build())
                .withMessageContaining("dialect must be set");
    }

    @Test
    void names_are_unique_and_can_be_printed() {
        refused(it -> it.node("a", database.dataSource()), "node names must differ: [a, b, a]");
        refused(it -> it.node(" ", database.dataSource()), "node name must have 1 to 200 visible ASCII characters");
        refused(it -> it.node("c\nd", database.dataSource()), "it has 3 characters");
        refused(it -> it.name(""), "name must have 1 to 200 visible ASCII characters");
    }

    @Test
    void a_primary_that_is_no_node_is_refused() {
        refused(it -> it.dialect(Dialects.fixedRoles("c")), "c");
    }

    @Test
    void limits_that_would_send_every_read_to_the_primary_are_refused() {
        refusedReads(reads -> reads.maximumLag(ofMillis(799)), "maximumLag must be at least PT0.8S");
        refusedReads(reads -> reads.maximumLag(ofMillis(-1)), "maximumLag must be from PT0.001S to PT24H: PT-0.001S");
        refused(
                it -> it.dialect(Dialects.fixedRoles("a")).reads(reads -> reads.maximumLag(ofSeconds(1))),
                "maximumLag cannot be kept");
        refused(
                it -> it.dialect(Dialects.fixedRoles("a")).reads(reads -> reads.consistency(Consistency.SESSION)),
                "consistency must be NONE");
    }

    @Test
    void other_options_have_bounds() {
        refusedReads(reads -> reads.waitForReplica(ofSeconds(61)), "waitForReplica must be from PT0S to PT1M: PT1M1S");
        refusedReads(reads -> reads.primaryFallback(-1), "primaryFallback must be from 0 to 1000000: -1");
        refusedReads(reads -> reads.deadline(ofMillis(0)), "reads' deadline must be from PT0.001S to PT24H: PT0S");
        refused(it -> it.writes(writes -> writes.maximumWaiting(-1)), "maximumWaiting must be from 0 to 1000000: -1");
        refused(
                it -> it.writes(writes -> writes.whenNoPrimary(WhenNoPrimary.waitUpTo(ofDays(2)))),
                "bound must be from PT0S to PT24H: PT48H");
        refused(it -> it.monitor(monitor -> monitor.every(ofMillis(0))), "every must be from PT0.001S to PT1M: PT0S");
        refused(
                it -> it.monitor(monitor -> monitor.inPanic(ofSeconds(1))),
                "inPanic must be from PT0.001S to PT0.5S: PT1S");
        refused(it -> it.monitor(monitor -> monitor.timeout(ofSeconds(0))), "timeout must be from PT0.001S to PT1M");
        refused(it -> it.monitor(monitor -> monitor.fall(0)), "fall must be from 1 to 100: 0");
        refused(it -> it.discovery(ofSeconds(-1)), "discovery must be from PT0S to PT5M: PT-1S");
        refused(it -> it.slowStart(ofDays(2)), "slowStart must be from PT0S to PT24H: PT48H");
        refused(
                it -> it.node("c", database.dataSource(), node -> node.weight(0)),
                "weight must be above 0 and up to 1000000.0: 0.0");
    }

    @Test
    void options_that_were_set_by_an_earlier_call_stay() {
        refused(
                it -> it.reads(reads -> reads.primaryFallback(-1)).reads(reads -> reads.waitForReplica(ofMillis(0))),
                "primaryFallback must be from 0 to 1000000: -1");
    }

    @Test
    void nodes_of_two_clusters_are_refused_with_both() {
        try (PgCluster one = PgCluster.builder().relaxedDurability().start();
                PgCluster other = PgCluster.builder().relaxedDurability().start()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RoutingDataSource.builder()
                            .node("x", one.primary().dataSource())
                            .node("y", other.primary().dataSource())
                            .dialect(Dialects.postgres())
                            .build())
                    .withMessageContaining("x=" + system(one))
                    .withMessageContaining("y=" + system(other));
        }
    }

    private static String system(PgCluster cluster) {
        return Long.toUnsignedString(
                Long.parseLong(cluster.primary().query("SELECT system_identifier FROM pg_control_system()")));
    }

    @Test
    void nodes_are_changed_only_where_that_makes_sense() throws SQLException {
        try (RoutingDataSource db = nodes().dialect(Dialects.fixedRoles("a")).build()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> db.addNode("a", database.dataSource()))
                    .withMessage("node names must differ: a");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> db.drain("c", ofSeconds(1)))
                    .withMessage("node must be one of [a, b]: c");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> db.drain("a", ofSeconds(1)))
                    .withMessageContaining("node must not be the primary");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> db.resume("b"))
                    .withMessage("node must be one that was drained: b");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> db.atLeast(ReadToken.parse("pg1.1.1.1"), () -> {}))
                    .withMessageContaining("no positions where roles are fixed");
            assertThat(db.token()).isEqualTo(ReadToken.NONE);
            assertThat(db.atLeast(ReadToken.NONE, db::token)).isEqualTo(ReadToken.NONE);
            assertThat(db).asString().contains("a is PRIMARY", "b is REPLICA");
        }
    }
}
