package dev.scalekit.session;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.postgres.PgCluster;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresFaultTest extends JdbcFaultContract {
    private static PgCluster cluster;
    private static HikariDataSource connections;

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().relaxedDurability().start();
        connections = new HikariDataSource();
        connections.setJdbcUrl(cluster.primary().jdbcUrl());
    }

    @AfterAll
    static void dispose() {
        connections.close();
        cluster.close();
    }

    @Override
    JdbcFault[] faults() {
        return new JdbcFault[] {
            JdbcFault.throwAfter("08006"), JdbcFault.throwBefore("40001"), JdbcFault.disconnectBefore()
        };
    }

    @Override
    Long[] incomplete() {
        return new Long[] {0L};
    }

    @Override
    DataSource dataSource() {
        return connections;
    }
}
