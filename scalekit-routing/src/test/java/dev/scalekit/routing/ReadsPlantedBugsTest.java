package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plants bugs in what a router knows of its nodes, and in where it reads; the checks that the right one passes must find each. */
@Timeout(120)
final class ReadsPlantedBugsTest {
    private static final String CLAIM = "routing.router-planted-bugs";

    private static RoutingRig rig;

    /** A check of what reads see; returns whether it has found nothing. */
    @FunctionalInterface
    private interface Check {
        boolean holds(OwnWrites own) throws SQLException;
    }

    /** The replicas are behind, and stay there. */
    @BeforeAll
    static void start() {
        rig = new RoutingRig(PgCluster.Builder::relaxedDurability, it -> it);
        rig.counters(2);
        rig.pg.standbys().forEach(PgServer::pauseReplay);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    /** Returns another router over the servers of the rig. */
    private static RoutingDataSource router(ReplicationDialect dialect, UnaryOperator<DataSource> aroundPrimary) {
        RoutingDataSourceBuilder builder = RoutingDataSource.builder()
                .dialect(dialect)
                .balancer(Balancers.roundRobin())
                .slowStart(Duration.ZERO)
                // On a machine that has much to do a probe may take its time.
                .monitor(monitor ->
                        monitor.every(ofMillis(20)).inPanic(ofMillis(5)).timeout(ofSeconds(10)))
                .reads(reads -> {
                    // What the right one waits for never comes, and who is wrong finds a replica that will do.
                    reads.waitForReplica(dialect instanceof Wrong ? ofSeconds(20) : ofMillis(20));
                    if (dialect.tellsPositions()) {
                        reads.maximumLag(ofMinutes(10));
                    }
                });
        rig.pools.nodes().forEach(node -> {
            boolean isPrimary = node.name().equals(rig.pg.primary().name());
            DataSource pool = isPrimary ? aroundPrimary.apply(node.pool()) : node.pool();
            builder.node(node.name(), pool, node::wire);
        });
        RoutingDataSource db = builder.build();
        Await.until(
                "all are known",
                RoutingRig.LONG,
                () -> rig.pg.standbys().stream().allMatch(it -> isReplica(db, it)),
                () -> db.topology().toString());
        return db;
    }

    private static boolean isReplica(RoutingDataSource db, PgServer server) {
        return db.topology().node(server.name()).standing() == NodeStanding.REPLICA;
    }

    private static void requireFound(Check check, ReplicationDialect dialect) throws SQLException {
        requireFound(check, dialect, pool -> pool);
    }

    private static void requireFound(Check check, ReplicationDialect dialect, UnaryOperator<DataSource> aroundPrimary)
            throws SQLException {
        try (Tally planted = Tally.of(CLAIM, 0);
                RoutingDataSource db = router(dialect, aroundPrimary)) {
            planted.count(() -> assertThat(check.holds(new OwnWrites(db))).isFalse());
        }
    }

    /** One replica is ahead of the other. */
    private static boolean neverGoesBack(OwnWrites own) throws SQLException {
        PgServer near = rig.pg.standbys().get(0);
        rig.pg.primary().execute("UPDATE counter SET value = value + 1 WHERE id = 1");
        near.resumeReplay();
        near.awaitReplayOf(rig.pg.primary());
        try {
            return own.inScope(() -> own.backwards(new AtomicLong())) == 0;
        } finally {
            near.pauseReplay();
        }
    }

    @Test
    void the_right_one_is_found_right() throws SQLException {
        try (RoutingDataSource db = router(Dialects.postgres(), pool -> Meddled.source(pool, Meddler::go))) {
            OwnWrites own = new OwnWrites(db);

            assertThat(own.isSeenInOneScope(1)).isTrue();
            assertThat(own.isSeenByToken(1)).isTrue();
            assertThat(neverGoesBack(own)).isTrue();
        }
    }

    @Test
    void reads_on_any_replica_are_found() throws SQLException {
        requireFound(own -> own.isSeenInOneScope(1), new NoPositions());
        requireFound(ReadsPlantedBugsTest::neverGoesBack, new NoPositions());
    }

    @Test
    void replicas_that_are_believed_to_have_what_the_primary_has_are_found() throws SQLException {
        requireFound(own -> own.isSeenInOneScope(1), new NoLag());
        requireFound(own -> own.isSeenByToken(1), new NoLag());
    }

    @Test
    void a_token_that_says_nothing_is_found() throws SQLException {
        requireFound(own -> own.isSeenByToken(1), new TokensIgnored());
    }

    @Test
    void a_token_that_is_dropped_by_who_does_nothing_is_found() throws SQLException {
        try (Tally planted = Tally.of(CLAIM, 0);
                RoutingDataSource db = router(Dialects.postgres(), pool -> pool)) {
            OwnWrites own = new OwnWrites(db) {
                @Override
                ReadToken passedOn(ReadToken token) throws SQLException {
                    return db.atLeast(ReadToken.NONE, db::token);
                }
            };
            planted.count(() -> assertThat(own.isSeenByToken(1)).isFalse());
        }
    }

    /** As routers do that look at SQL: what reads, and is in no transaction, may go anywhere. */
    @Test
    void reads_by_auto_commit_on_a_replica_that_lags_are_found() throws SQLException {
        DataSource replica = rig.pools.nodes().get(1).pool();
        requireFound(
                own -> own.isSeenInOneScope(1),
                Dialects.postgres(),
                pool -> Meddled.source(pool, readsByAutoCommit(replica)));
    }

    private static Bug readsByAutoCommit(DataSource replica) {
        return (at, call) -> {
            boolean isRead = call.is("prepareStatement")
                    && call.arguments().get(0) instanceof String sql
                    && sql.startsWith("SELECT");
            return isRead && at.connection().getAutoCommit() ? call.to(at.other(replica, true)) : at.go(call);
        };
    }

    /** PostgreSQL as it tells, for others to change. */
    private abstract static class Wrong implements ReplicationDialect {
        private final ReplicationDialect right = Dialects.postgres();

        @Override
        public NodeState inspect(String node, Connection connection) throws SQLException {
            return right.inspect(node, connection);
        }

        @Override
        public Position parse(String text) {
            return right.parse(text);
        }

        @Override
        public boolean isReadOnlyFailure(SQLException failure) {
            return right.isReadOnlyFailure(failure);
        }

        @Override
        public boolean replicasRefuseWrites() {
            return right.replicasRefuseWrites();
        }
    }

    /** Nobody says how far a node has got. */
    private static final class NoPositions extends Wrong {
        @Override
        public boolean tellsPositions() {
            return false;
        }
    }

    /** What the primary has told last is taken to be on each replica. */
    private static final class NoLag extends Wrong {
        private volatile @Nullable Position last;

        @Override
        public NodeState inspect(String node, Connection connection) throws SQLException {
            NodeState state = super.inspect(node, connection);
            if (state.role() == NodeRole.PRIMARY) {
                last = state.position();
                return state;
            }
            return NodeState.replica(state.cluster(), state.incarnation(), last == null ? state.position() : last);
        }
    }

    /** Each token stands for the beginning. */
    private static final class TokensIgnored extends Wrong {
        @Override
        public Position parse(String text) {
            return super.parse(text.substring(0, text.lastIndexOf('.') + 1) + "1");
        }
    }
}
