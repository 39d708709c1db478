package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.DatabaseServers;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One client's way to the servers of the database: proxies before each, which count and can delay. Thread-safe. */
final class Line implements AutoCloseable {
    /** From one zone to the other, each way: as far as a few hundred kilometres are. */
    private static final Duration DISTANCE = Duration.ofMillis(5);

    private final Database database;
    private final Use use;
    private final String zone;
    private final Map<String, TcpFaultProxy> statements = new ConcurrentHashMap<>();
    private final Map<String, TcpFaultProxy> probes = new ConcurrentHashMap<>();
    private volatile Duration delay = Duration.ZERO;

    /** Whether customers wait for what is sent. */
    enum Use {
        REQUESTS,
        WORKERS
    }

    /** @param zone where the client is */
    Line(Database database, Use use, String zone) {
        this.database = database;
        this.use = use;
        this.zone = zone;
    }

    Use use() {
        return use;
    }

    String zone() {
        return zone;
    }

    /** Returns how the client gets to the servers that there are now. */
    DatabaseServers address() {
        List<PgServer> servers = database.servers();
        return servers.size() == 1
                ? DatabaseServers.only(jdbcUrl(servers.get(0), statements))
                : new DatabaseServers(zone, servers.stream().map(this::server).toList());
    }

    private DatabaseServers.Server server(PgServer server) {
        return new DatabaseServers.Server(
                server.name(), database.zoneOf(server), jdbcUrl(server, statements), jdbcUrl(server, probes));
    }

    private String jdbcUrl(PgServer server, Map<String, TcpFaultProxy> proxies) {
        TcpFaultProxy proxy = proxies.computeIfAbsent(server.name(), any -> {
            TcpFaultProxy opened = TcpFaultProxy.to(server.port());
            opened.latency(distance(server).plus(delay));
            return opened;
        });
        return server.jdbcUrl(proxy.port()) + "&socketTimeout=10";
    }

    /** Returns how far a server is, each way, without what {@link #delay} says. */
    Duration distance(PgServer server) {
        return database.zoneOf(server).equals(zone) ? Duration.ZERO : DISTANCE;
    }

    /** Delays every byte besides, each way; zero ends it. */
    void delay(Duration each) {
        delay = each;
        measure();
    }

    /** Takes the distances as they are now. */
    void measure() {
        for (PgServer server : database.servers()) {
            Stream.of(statements.get(server.name()), probes.get(server.name()))
                    .filter(Objects::nonNull)
                    .forEach(proxy -> proxy.latency(distance(server).plus(delay)));
        }
    }

    /** Returns how often the client has spoken to a server so far: a write is a statement, or a batch of them. */
    long roundTrips(PgServer server) {
        return writes(statements.get(server.name()));
    }

    /** Returns how often it has spoken to all servers together. */
    long roundTrips() {
        return statements.values().stream().mapToLong(Line::writes).sum();
    }

    /** Returns how often it has asked all servers together how they are. */
    long probes() {
        return probes.values().stream().mapToLong(Line::writes).sum();
    }

    /** Returns what some clients have counted together. */
    static long sum(List<Line> some, ToLongFunction<Line> count) {
        return some.stream().mapToLong(count).sum();
    }

    /** Returns how often it has asked a server how it is. */
    long probes(PgServer server) {
        return writes(probes.get(server.name()));
    }

    private static long writes(@Nullable TcpFaultProxy proxy) {
        return proxy == null ? 0 : proxy.writes(TcpFaultProxy.Direction.TO_SERVER);
    }

    @Override
    public void close() {
        statements.values().forEach(TcpFaultProxy::close);
        probes.values().forEach(TcpFaultProxy::close);
    }
}
