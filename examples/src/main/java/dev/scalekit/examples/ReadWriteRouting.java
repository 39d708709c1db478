package dev.scalekit.examples;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.RoutingListener;
import dev.scalekit.routing.TopologySnapshot;
import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** One DataSource over a primary and two replicas: reads on the replicas, writes on the primary, whichever that is now. */
public final class ReadWriteRouting {
    private ReadWriteRouting() {}

    public static void main(String[] arguments) throws Exception {
        BlockingQueue<String> primaries = new LinkedBlockingQueue<>();
        try (PgCluster postgres = PgCluster.builder().standbys(2).start();
                HikariNodes pools = pools(postgres);
                RoutingDataSource db = pools.addTo(RoutingDataSource.builder())
                        .dialect(Dialects.postgres())
                        .balancer(Balancers.roundRobin())
                        // Long, so that all replicas are seen: by default what they have not got in 20 ms is read on
                        // the primary.
                        .reads(reads -> reads.waitForReplica(Duration.ofSeconds(10)))
                        .listener(listener(primaries))
                        .build()) {
            Map<Integer, String> names =
                    postgres.servers().stream().collect(Collectors.toMap(PgServer::port, PgServer::name));

            write(db, "CREATE TABLE product (name TEXT)");
            System.out.println("written on " + names.get(write(db, "INSERT INTO product VALUES ('tea')")));

            Set<String> readOn = new TreeSet<>();
            for (int i = 0; i < 10; i++) {
                readOn.add(names.get(read(db).port()));
            }
            System.out.println("read on " + readOn + ": " + read(db).products());

            // Code that never calls setReadOnly, and a read that must be the newest.
            System.out.println("in a read-only scope: " + readOn.contains(names.get(db.readOnly(() -> port(db)))));
            System.out.println("in a scope of the primary: " + names.get(db.primary(() -> read(db).port())));

            // The primary dies, and somebody promotes a replica: the application has the same DataSource all the while.
            postgres.primary().kill();
            postgres.standbys().get(0).promote();
            postgres.standbys().get(1).follow(postgres.standbys().get(0));
            while (!primaries.take().equals("pg2")) {}
            System.out.println("written on " + names.get(write(db, "INSERT INTO product VALUES ('cups')")));
            System.out.println("read after that: " + read(db).products());
        }
    }

    private static HikariNodes pools(PgCluster postgres) {
        HikariConfig template = new HikariConfig(); // user, password and size of all pools
        var pools = HikariNodes.builder().template(template);
        postgres.servers().forEach(server -> pools.node(server.name(), server.jdbcUrl()));
        return pools.build();
    }

    private static RoutingListener listener(BlockingQueue<String> primaries) {
        return new RoutingListener() {
            @Override
            public void topologyChanged(TopologySnapshot before, TopologySnapshot after) {
                after.primary().ifPresent(primary -> primaries.add(primary.name()));
            }
        };
    }

    record Shelf(int port, String products) {}

    private static Shelf read(DataSource db) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true); // as @Transactional(readOnly = true) does
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT inet_server_port(), string_agg(name, ', ' ORDER BY name) FROM product")) {
                row.next();
                return new Shelf(row.getInt(1), row.getString(2));
            }
        }
    }

    private static int write(DataSource db, String sql) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
            return port(statement);
        }
    }

    private static int port(DataSource db) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            return port(statement);
        }
    }

    private static int port(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT inet_server_port()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
