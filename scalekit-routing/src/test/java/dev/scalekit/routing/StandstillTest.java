package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.routing.balance.LoadBalancer;
import dev.scalekit.testkit.Await;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A machine that stood still: when it goes on, its clock has jumped, nobody has been asked meanwhile, and somebody else may be
 * the primary. Nothing that may write is sent on what was known before.
 */
@Timeout(60)
final class StandstillTest {
    private static final Duration LONG = ofSeconds(30);
    private static final ClusterRules RULES = new ClusterRules(2, ofMillis(1_800), ofSeconds(1));
    private static final String OLD = "old";
    private static final String OTHER = "other";

    private final AtomicLong nanos = new AtomicLong();
    private final FakeJdbc old = new FakeJdbc();
    private final FakeJdbc other = new FakeJdbc();
    private final RoutingCounts counts = new RoutingCounts();
    private final InstantSource clock = () -> Instant.EPOCH;
    private final Cluster cluster = new Cluster(List.of(OLD, OTHER), RULES, clock, () -> {});
    private LoadBalancer<Node> replicas;
    private Nodes nodes;
    private Router router;
    private Connection connection;

    @BeforeEach
    void start() {
        replicas = LoadBalancer.<Node>builder().withoutEndpoints().build();
        nodes = new Nodes("db", cluster, replicas, new Lent(), counts, Runnable::run, (before, after) -> {});
        nodes.put(new NodeOptions().node(OLD, source(old)));
        nodes.put(new NodeOptions().node(OTHER, source(other)));
        router = new Router(
                nodes,
                new RouterRules(Dialects.postgres(), Duration.ZERO, 1, ofSeconds(5), ofMillis(20), 8),
                counts,
                new LostWrites(counts, clock, nanos::get, lost -> {}),
                nanos::get);
        connection = new RoutedConnection(
                new Route(router, new Scopes(new Scope(Scope.Mode.DECLARED, new ReadSession(nanos::get), true))));
        says(OLD, NodeRole.PRIMARY, 1);
        says(OTHER, NodeRole.REPLICA, 1);
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        replicas.close();
    }

    private static DataSource source(FakeJdbc jdbc) {
        return new FakeJdbc()
                .answering("getConnection", jdbc.make(Connection.class))
                .make(DataSource.class);
    }

    private void says(String node, NodeRole role, long timeline) {
        NodeState state = new NodeState(role, "1", node, new PostgresPosition(1, timeline, 100), true);
        cluster.asking(nanos.get());
        cluster.answered(node, state, nanos.get(), nanos.get());
        nodes.follow();
        router.changed();
    }

    /** Nobody sees that answers have expired: what would look stood still as well. */
    private void standsStill() {
        nanos.addAndGet(RULES.expiry().toNanos() + 1);
    }

    /** Does something that has to wait; the result is "done", or the SQLState of its failure. */
    private CompletableFuture<String> waiting(Action<SQLException> action) {
        CompletableFuture<String> result = CompletableFuture.supplyAsync(() -> {
            try {
                action.run();
                return "done";
            } catch (SQLException e) {
                return e.getSQLState();
            }
        });
        Await.until("it waits", LONG, () -> router.stats().waits() > 0);
        return result;
    }

    private void write() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE item SET sold = sold + 1")) {
            statement.executeUpdate();
        }
    }

    private static long sent(FakeJdbc jdbc) {
        return jdbc.count("executeUpdate") + jdbc.count("commit");
    }

    private void transaction() throws SQLException {
        connection.setAutoCommit(false);
        write();
        old.forget();
        other.forget();
    }

    @Test
    void a_commit_waits_until_its_node_says_that_it_still_is_the_primary() throws Exception {
        transaction();
        standsStill();

        CompletableFuture<String> commit = waiting(connection::commit);
        long before = sent(old);
        says(OLD, NodeRole.PRIMARY, 1);

        assertThat(commit.get()).isEqualTo("done");
        assertThat(before).isZero();
        assertThat(old.count("commit")).isEqualTo(1);
    }

    @Test
    void a_commit_is_refused_if_another_node_is_the_primary_by_then() throws Exception {
        transaction();
        standsStill();

        CompletableFuture<String> commit = waiting(connection::commit);
        says(OTHER, NodeRole.PRIMARY, 2);

        assertThat(commit.get()).isEqualTo("08006");
        assertThat(sent(old)).isZero();
        assertThat(old.count("abort")).isPositive();
        connection.rollback();
        write();
        connection.commit();
        assertThat(sent(other)).isEqualTo(2);
        assertThat(sent(old)).isZero();
    }

    @Test
    void so_is_the_next_statement_of_the_transaction() throws Exception {
        transaction();
        standsStill();

        CompletableFuture<String> statement = waiting(this::write);
        says(OTHER, NodeRole.PRIMARY, 2);

        assertThat(statement.get()).isEqualTo("08006");
        assertThat(sent(old)).isZero();
    }

    @Test
    void a_commit_is_refused_if_nobody_says_anything_in_time() throws Exception {
        transaction();
        standsStill();

        CompletableFuture<String> commit = waiting(connection::commit);
        nanos.addAndGet(ofMillis(20).toNanos());

        assertThat(commit.get()).isEqualTo("08006");
        assertThat(sent(old)).isZero();
    }

    @Test
    void a_statement_that_commits_by_itself_waits_and_goes_to_whoever_is_the_primary_then() throws Exception {
        PreparedStatement statement = connection.prepareStatement("UPDATE item SET sold = sold + 1");
        statement.executeUpdate();
        old.forget();
        standsStill();

        CompletableFuture<String> write = waiting(statement::executeUpdate);
        says(OTHER, NodeRole.PRIMARY, 2);

        assertThat(write.get()).isEqualTo("done");
        assertThat(sent(old)).isZero();
        assertThat(other.count("executeUpdate")).isEqualTo(1);
    }

    @Test
    void so_does_one_that_was_made_before_and_never_executed() throws Exception {
        PreparedStatement statement = connection.prepareStatement("UPDATE item SET sold = sold + 1");
        standsStill();

        CompletableFuture<String> write = waiting(statement::executeUpdate);
        says(OLD, NodeRole.PRIMARY, 1);

        assertThat(write.get()).isEqualTo("done");
        assertThat(old.count("executeUpdate")).isEqualTo(1);
        assertThat(sent(other)).isZero();
    }

    /** Parameters of what may write are not remembered, so such a statement cannot be made again elsewhere. */
    private PreparedStatement withParameter() throws SQLException {
        PreparedStatement statement = connection.prepareStatement("UPDATE item SET sold = ?");
        statement.setInt(1, 7);
        return statement;
    }

    /** Who watches was the first to go on. */
    private void isSeenToHaveStoodStill() {
        standsStill();
        cluster.expire(nanos.get());
        nodes.follow();
    }

    @Test
    void so_does_one_that_has_parameters() throws Exception {
        PreparedStatement statement = withParameter();
        isSeenToHaveStoodStill();

        CompletableFuture<String> write = waiting(statement::executeUpdate);
        says(OLD, NodeRole.PRIMARY, 1);

        assertThat(write.get()).isEqualTo("done");
        assertThat(old.count("executeUpdate")).isEqualTo(1);
    }

    @Test
    void one_that_has_parameters_is_refused_if_another_node_is_the_primary_by_then() throws Exception {
        PreparedStatement statement = withParameter();
        isSeenToHaveStoodStill();

        CompletableFuture<String> write = waiting(statement::executeUpdate);
        says(OTHER, NodeRole.PRIMARY, 2);

        assertThat(write.get()).isEqualTo("08003");
        assertThat(sent(old) + sent(other)).isZero();
    }

    @Test
    void a_row_of_a_result_is_written_only_to_whoever_still_is_the_primary() throws Exception {
        ResultSet rows = connection.createStatement().executeQuery("SELECT sold FROM item");
        standsStill();

        CompletableFuture<String> write = waiting(rows::updateRow);
        says(OTHER, NodeRole.PRIMARY, 2);

        assertThat(write.get()).isEqualTo("08006");
        assertThat(old.count("updateRow")).isZero();
    }

    @Test
    void a_primary_is_waited_for_as_long_as_ever_though_nobody_could_be_asked_for_long() throws Exception {
        cluster.failed(OLD, "is refused", nanos.get());
        cluster.failed(OLD, "is refused", nanos.get());
        nanos.addAndGet(ofSeconds(10).toNanos());
        cluster.expire(nanos.get());

        CompletableFuture<String> write = waiting(this::write);
        says(OLD, NodeRole.PRIMARY, 1);

        assertThat(write.get()).isEqualTo("done");
    }

    @Test
    void after_the_end_nothing_is_waited_for_that_nobody_will_tell() throws Exception {
        transaction();
        router.close();
        standsStill();

        assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08006");

        assertThat(sent(old)).isZero();
        assertThat(router.stats().waits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_read_only_transaction_goes_on(boolean onReplica) throws Exception {
        if (!onReplica) {
            cluster.remove(OTHER, nanos.get());
            nodes.follow();
        }
        connection.setReadOnly(true);
        transaction();
        standsStill();

        write();
        connection.commit();

        assertThat(router.stats().waits()).isZero();
        assertThat(sent(onReplica ? other : old)).isEqualTo(2);
        assertThat(sent(onReplica ? old : other)).isZero();
    }
}
