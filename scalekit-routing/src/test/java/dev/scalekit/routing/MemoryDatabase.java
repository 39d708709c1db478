package dev.scalekit.routing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in memory: a database of its own that lives as long as this object. Thread-safe. */
final class MemoryDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final Connection keeper;

    MemoryDatabase() throws SQLException {
        dataSource.setUrl("jdbc:h2:mem:scalekit-routing-" + NUMBER.incrementAndGet());
        keeper = dataSource.getConnection();
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** Returns what says of a connection that it is one to this database. */
    String url() {
        return dataSource.getURL();
    }

    /** Opens a pool that holds on to no connection while it need not. */
    HikariDataSource pool(String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setPoolName(name);
        pool.setMinimumIdle(0);
        return pool;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }

    int number(String query) throws SQLException {
        try (Statement statement = keeper.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
    }
}
