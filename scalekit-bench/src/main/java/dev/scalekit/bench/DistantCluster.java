package dev.scalekit.bench;

import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.TcpFaultProxy;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL with two standbys behind proxies, for one subject. Not thread-safe. */
abstract class DistantCluster implements Counted, AutoCloseable {
    static final String ROUND_TRIPS = "to servers/op";
    private static final String PRIMARY_ROUND_TRIPS = "to the primary/op";
    private static final int AMOUNT = 42;

    private final PgCluster cluster;
    private final List<TcpFaultProxy> proxies = new ArrayList<>();
    private @Nullable RoutedSource routed;

    /** Starts it, so many microseconds further off than the loopback address. */
    DistantCluster(int extraMicros) {
        cluster = PgCluster.builder().standbys(2).start();
        Account.open(cluster, AMOUNT);
        for (PgServer server : cluster.servers()) {
            TcpFaultProxy proxy = TcpFaultProxy.to(server.port());
            proxy.latency(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(extraMicros) / 2));
            proxies.add(proxy);
        }
    }

    RoutedSource open(RoutedKind kind) throws SQLException {
        RoutedSource opened = kind.open(new NodeUrls(url(0), List.of(url(1), url(2))));
        routed = opened;
        return opened;
    }

    private String url(int server) {
        return "jdbc:postgresql://127.0.0.1:" + proxies.get(server).port() + "/postgres?user=postgres";
    }

    static void requireAmount(int amount) {
        if (amount != AMOUNT) {
            throw new IllegalStateException("an account that nobody has changed has " + amount);
        }
    }

    @Override
    public Map<String, Long> counts() {
        return Map.of(
                ROUND_TRIPS,
                proxies.stream().mapToLong(DistantCluster::roundTrips).sum(),
                PRIMARY_ROUND_TRIPS,
                roundTrips(proxies.get(0)));
    }

    private static long roundTrips(TcpFaultProxy proxy) {
        return proxy.writes(TcpFaultProxy.Direction.TO_SERVER);
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        RoutedSource opened = routed;
        if (opened != null) {
            steps.add(opened::close);
        }
        proxies.forEach(proxy -> steps.add(proxy::close));
        steps.add(cluster::close);
        Closing.all(steps);
    }
}
