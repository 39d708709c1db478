package dev.scalekit.examples.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.examples.demo.Component.Link;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL: one server, later also those that follow it, and the lines that lead there. Thread-safe, but for one operator. */
final class Database implements AutoCloseable {
    private final PgCluster cluster;
    private final String version;
    private final PGSimpleDataSource present = new PGSimpleDataSource();
    private final HikariDataSource own = new HikariDataSource();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Map<String, String> zones = new ConcurrentHashMap<>();
    private volatile PgServer primary;
    private volatile Duration delay = Duration.ZERO;

    private Database(PgCluster cluster) {
        this.cluster = cluster;
        this.primary = cluster.primary();
        this.version = primary.query("show server_version");
        leadTo(primary);
        own.setPoolName("demo");
        own.setDataSource(present);
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

    /**
     * Adds servers that follow the primary while it goes on. From then on one of them must have a commit on disk before it is
     * acknowledged, whichever server is the primary.
     */
    void addReplicas(int count) {
        for (int i = 0; i < count; i++) {
            cluster.addStandby(primary);
        }
        servers().forEach(server -> server.synchronousStandbys(1));
    }

    /** Has replicas come back, by a fresh copy, that something before has left dead. */
    void revive() {
        replicas().stream().filter(replica -> !replica.isRunning()).forEach(replica -> replica.rejoin(primary));
    }

    /** Has all that is done for the shop's sake, and is not done by it, done on another server: it takes the writes now. */
    void promoted(PgServer next) {
        primary = next;
        leadTo(next);
        own.getHikariPoolMXBean().softEvictConnections();
    }

    private void leadTo(PgServer server) {
        present.setUrl(server.jdbcUrl() + "&socketTimeout=20");
    }

    /** Returns connections of the demo's own to the primary, which the shop's lines and delays do not concern. */
    DataSource dataSource() {
        return own;
    }

    /** Returns the server that takes the writes, or did until it died. */
    PgServer primary() {
        return primary;
    }

    List<PgServer> servers() {
        return cluster.servers();
    }

    /** Returns those that follow the primary, or should. */
    List<PgServer> replicas() {
        return servers().stream().filter(server -> server != primary).toList();
    }

    String version() {
        return version;
    }

    /** Returns where a server is: in the east, until somebody moves it. */
    String zoneOf(PgServer server) {
        return zones.getOrDefault(server.name(), WebRegions.EAST);
    }

    /** Puts a server into another zone; clients know it by what they are told at their next start. */
    void move(PgServer server, String zone) {
        zones.put(server.name(), zone);
        lines.forEach(Line::measure);
    }

    /**
     * Opens a line for one client; it closes with the database.
     *
     * @param zone where the client is
     */
    Line line(Line.Use use, String zone) {
        Line line = new Line(this, use, zone);
        line.delay(delay);
        lines.add(line);
        return line;
    }

    /** Returns all lines of one use. */
    List<Line> lines(Line.Use use) {
        return lines.stream().filter(line -> line.use() == use).toList();
    }

    /** Delays every byte on every line, each way; zero ends it. */
    void delay(Duration each) {
        delay = each;
        lines.forEach(line -> line.delay(each));
    }

    Duration delay() {
        return delay;
    }

    /** Returns how often all clients have spoken to a server so far. */
    long roundTrips(PgServer server) {
        return Line.sum(lines, line -> line.roundTrips(server));
    }

    /** Returns how often they have spoken to all servers together. */
    long roundTrips() {
        return Line.sum(lines, Line::roundTrips);
    }

    /** Returns how often they have asked all servers together how they are. */
    long probes() {
        return Line.sum(lines, Line::probes);
    }

    /** Returns the lines of one component as one to each server. */
    List<Link> links(List<Line> some) {
        return servers().stream().map(server -> link(some, server)).toList();
    }

    private static Link link(List<Line> some, PgServer server) {
        Duration distance = some.stream()
                .map(line -> line.distance(server))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Link(
                server.name(),
                "round trips",
                "counted on the line: statements and probes",
                () -> Line.sum(some, line -> line.roundTrips(server) + line.probes(server)),
                distance.isZero()
                        ? "The line to the database passes a proxy on this machine, which counts, and delays when told to."
                        : "The distance of east and west is a delay of " + distance.toMillis()
                                + " ms each way, by a proxy on this machine.");
    }

    @Override
    public void close() {
        own.close();
        lines.forEach(Line::close);
        cluster.close();
    }
}
