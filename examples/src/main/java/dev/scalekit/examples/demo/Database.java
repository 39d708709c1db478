package dev.scalekit.examples.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** A PostgreSQL server, and the lines that lead to it. Thread-safe. */
final class Database implements Component, AutoCloseable {
    static final String ID = "database";

    private final PgCluster cluster;
    private final PgServer server;
    private final String version;
    private final HikariDataSource own;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile Duration delay = Duration.ZERO;

    private Database(PgCluster cluster) {
        this.cluster = cluster;
        this.server = cluster.primary();
        this.version = server.query("show server_version");
        this.own = new HikariDataSource();
        own.setPoolName("demo");
        own.setJdbcUrl(server.jdbcUrl() + "&socketTimeout=20");
        own.setMaximumPoolSize(2);
        own.setConnectionTimeout(5_000);
    }

    /**
     * Starts an empty database.
     *
     * @param folder where it makes a folder for its files
     */
    static Database start(Path folder) {
        PgCluster cluster = PgCluster.builder().folder(folder).start();
        try {
            return new Database(cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Returns connections of the demo's own, which the shop's lines and delays do not concern. */
    DataSource dataSource() {
        return own;
    }

    PgServer server() {
        return server;
    }

    /**
     * Opens a line for one client; it closes with the database.
     *
     * @param distance how long it takes each way, besides what {@link #delay} says
     */
    Line line(Duration distance) {
        Line line = new Line(TcpFaultProxy.to(server.port()), distance);
        line.delay(delay);
        lines.add(line);
        return line;
    }

    /** Delays every byte on every line, each way; zero ends it. */
    void delay(Duration each) {
        delay = each;
        lines.forEach(line -> line.delay(each));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.DATABASE;
    }

    @Override
    public String label() {
        return "PostgreSQL";
    }

    @Override
    public Status status() {
        if (!server.isRunning()) {
            return new Status(State.DOWN, "not running");
        }
        Duration late = delay.multipliedBy(2);
        return late.isZero()
                ? new Status(State.UP, "primary, no replica")
                : new Status(State.SLOW, "answers " + late.toMillis() + " ms late");
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                new Fact("version", version),
                new Fact("a commit waits for", "the disk"),
                new Fact("port", Integer.toString(server.port())));
    }

    @Override
    public List<Link> links() {
        return List.of();
    }

    @Override
    public void close() {
        own.close();
        lines.forEach(line -> line.proxy().close());
        cluster.close();
    }

    /** What a client connects to: a proxy that counts and can delay. */
    record Line(TcpFaultProxy proxy, Duration distance) {
        private void delay(Duration more) {
            proxy.latency(distance.plus(more));
        }

        String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:" + proxy.port()
                    + "/postgres?user=postgres&connectTimeout=5&socketTimeout=10";
        }

        /** Returns how often the client has spoken so far: a write on the line is a statement, or a batch of them. */
        long roundTrips() {
            return proxy.writes(TcpFaultProxy.Direction.TO_SERVER);
        }
    }

    /** Returns the lines of one component as one. */
    static Link link(List<Line> lines) {
        Duration distance =
                lines.stream().map(Line::distance).max(Duration::compareTo).orElse(Duration.ZERO);
        return new Link(
                ID,
                "round trips",
                "counted on the line",
                () -> lines.stream().mapToLong(Line::roundTrips).sum(),
                distance.isZero()
                        ? "The line to the database passes a proxy on this machine, which counts, and delays when told to."
                        : "The distance of the west from the database is a delay of " + distance.toMillis()
                                + " ms each way, by a proxy on this machine.");
    }
}
