package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.hikari.HikariNode;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL, a proxy and a pool before each of its servers, and a router over all of them. */
final class RoutingRig implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);

    final PgCluster pg;
    final Map<String, TcpFaultProxy> proxies = new LinkedHashMap<>();
    final HikariNodes pools;
    final RoutingDataSource db;
    final List<LostWrite> lost = new CopyOnWriteArrayList<>();
    final List<TopologySnapshot> topologies = new CopyOnWriteArrayList<>();

    RoutingRig(Consumer<PgCluster.Builder> servers, UnaryOperator<RoutingDataSourceBuilder> options) {
        this(servers, options, 8);
    }

    RoutingRig(Consumer<PgCluster.Builder> servers, UnaryOperator<RoutingDataSourceBuilder> options, int connections) {
        // Nothing here is about the disk of the machine.
        PgCluster.Builder builder = PgCluster.builder().standbys(2).setting("fsync", "off");
        servers.accept(builder);
        pg = builder.start();
        try {
            var pooled = HikariNodes.builder().template(template(connections));
            for (PgServer server : pg.servers()) {
                TcpFaultProxy proxy = TcpFaultProxy.to(server.port());
                proxies.put(server.name(), proxy);
                pooled.node(server.name(), "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres");
            }
            pools = pooled.build();
            db = options.apply(pools.addTo(RoutingDataSource.builder())
                            .dialect(Dialects.postgres())
                            .slowStart(Duration.ZERO)
                            // On a machine that has much to do a probe may take its time.
                            .monitor(it -> it.every(ofMillis(600))
                                    .timeout(ofMillis(400))
                                    .fall(8))
                            .listener(listener()))
                    .build();
        } catch (RuntimeException | Error e) {
            proxies.values().forEach(TcpFaultProxy::close);
            pg.close();
            throw e;
        }
    }

    private static HikariConfig template(int connections) {
        HikariConfig template = new HikariConfig();
        template.setUsername("postgres");
        template.setMaximumPoolSize(connections);
        template.setMinimumIdle(0);
        return template;
    }

    private RoutingListener listener() {
        return new RoutingListener() {
            @Override
            public void lostWriteSuspected(LostWrite write) {
                lost.add(write);
            }

            @Override
            public void topologyChanged(TopologySnapshot before, TopologySnapshot after) {
                topologies.add(after);
            }
        };
    }

    TcpFaultProxy proxy(PgServer server) {
        return requireNonNull(proxies.get(server.name()));
    }

    HikariNode node(PgServer server) {
        return pools.nodes().stream()
                .filter(node -> node.name().equals(server.name()))
                .findFirst()
                .orElseThrow();
    }

    NodeStanding standing(PgServer server) {
        return db.topology().node(server.name()).standing();
    }

    void await(PgServer server, NodeStanding standing) {
        Await.until(
                server + " is " + standing,
                LONG,
                () -> standing(server) == standing,
                () -> db.topology().toString());
    }

    /** Waits until all standbys may be read. */
    void awaitReplicas() {
        pg.standbys().forEach(standby -> await(standby, NodeStanding.REPLICA));
    }

    /** Makes a table of numbers, and waits until everybody has it. */
    void counters(int count) {
        pg.primary()
                .execute(
                        "CREATE TABLE counter (id INT PRIMARY KEY, value BIGINT NOT NULL)",
                        "INSERT INTO counter SELECT i, 0 FROM generate_series(1, " + count + ") i");
        pg.standbys().forEach(standby -> standby.awaitReplayOf(pg.primary()));
        awaitReplicas();
    }

    /** Adds one, and returns what it is then. */
    long increment(int id) throws SQLException {
        return increment(db, id);
    }

    static long increment(DataSource db, int id) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE counter SET value = value + 1 WHERE id = ? RETURNING value")) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Reads one on a read-only connection. */
    long read(int id) throws SQLException {
        return read(db, id);
    }

    static long read(DataSource db, int id) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement("SELECT value FROM counter WHERE id = ?")) {
                statement.setInt(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        }
    }

    /** Returns the port of the server that a read is on. */
    int portOfRead() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true);
            return port(connection);
        }
    }

    /** Tells whether a read is on that server. */
    boolean isRead(PgServer server) {
        try {
            return portOfRead() == server.port();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the port of the server that a connection has. */
    static int port(Connection connection) throws SQLException {
        return Integer.parseInt(requireNonNull(ask(connection, "SELECT inet_server_port()")));
    }

    @Nullable
    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    int inUse() {
        return pools.nodes().stream()
                .map(HikariNode::pool)
                .mapToInt(pool -> pool.getHikariPoolMXBean().getActiveConnections())
                .sum();
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>(List.of(db::close, pools::close));
        proxies.values().forEach(proxy -> steps.add(proxy::close));
        steps.add(pg::close);
        Closing.all(steps);
    }
}
