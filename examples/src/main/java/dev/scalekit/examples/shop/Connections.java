package dev.scalekit.examples.shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.examples.shop.DatabaseServers.Server;
import dev.scalekit.routing.Consistency;
import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.RoutingDataSourceBuilder;
import dev.scalekit.routing.WhenNoPrimary;
import dev.scalekit.routing.hikari.HikariNode;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.routing.hikari.HikariNodesBuilder;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections to the database: from a pool where there is one server, from a router over a pool for each where there are
 * several. Thread-safe.
 *
 * @param freshness what makes reads show what the same browser has written
 * @param closing closes what is theirs, in this order
 */
record Connections(DataSource dataSource, Freshness freshness, List<Runnable> closing) implements AutoCloseable {
    /** A customer does not wait longer than this for a page. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Time enough for an operator who is quick, and less than the load balancer waits for an answer. */
    private static final Duration NO_PRIMARY = Duration.ofMillis(2_500);

    /**
     * Opens none yet: it waits for a database that is not there.
     *
     * @param name for the log
     * @param most how many there are at once, to each server
     */
    static Connections to(DatabaseServers database, String name, int most) {
        return to(database, name, most, Consistency.SESSION);
    }

    /** As {@link #to(DatabaseServers, String, int)}, for one who reads nothing that he has written. */
    static Connections forWriting(DatabaseServers database, String name, int most) {
        return to(database, name, most, Consistency.NONE);
    }

    private static Connections to(DatabaseServers database, String name, int most, Consistency consistency) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(most);
        return database.isOne()
                ? pooled(database.servers().get(0), config)
                : routed(database, name, config, consistency);
    }

    private static Connections pooled(Server server, HikariConfig config) {
        config.setJdbcUrl(server.jdbcUrl());
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        return new Connections(pool, Freshness.OF_ONE_SERVER, List.of(pool::close));
    }

    private static Connections routed(
            DatabaseServers database, String name, HikariConfig template, Consistency consistency) {
        template.setMinimumIdle(1);
        HikariNodesBuilder pools = HikariNodes.builder().template(template);
        database.servers().forEach(server -> pools.node(server.name(), server.jdbcUrl()));
        HikariNodes made = pools.build();
        List<HikariNode> nodes = made.nodes();
        RoutingDataSourceBuilder router = RoutingDataSource.builder()
                .name(name)
                .dialect(Dialects.postgres())
                .zone(database.zone())
                .slowStart(Duration.ofSeconds(3))
                .reads(reads -> reads.deadline(PATIENCE).consistency(consistency))
                .writes(writes -> writes.whenNoPrimary(WhenNoPrimary.waitUpTo(NO_PRIMARY)));
        for (int i = 0; i < nodes.size(); i++) {
            HikariNode node = nodes.get(i);
            Server server = database.servers().get(i);
            router.node(node.name(), node.pool(), options -> {
                node.wire(options);
                options.zone(server.zone()).probes(driver(server.probesUrl()));
            });
        }
        RoutingDataSource routed = router.build();
        return new Connections(routed, new PositionCookie(routed), List.of(routed::close, made::close));
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    private static DataSource driver(String jdbcUrl) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        driver.setUrl(jdbcUrl);
        return driver;
    }
}
