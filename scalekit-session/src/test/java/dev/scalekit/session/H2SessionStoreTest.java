package dev.scalekit.session;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

final class H2SessionStoreTest extends JdbcContract {
    private static JdbcConnectionPool pool;
    private static JdbcConnectionPool reading;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void open() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:sessions;DB_CLOSE_DELAY=-1", "sa", "");
        reading = JdbcConnectionPool.create(file() + ";ACCESS_MODE_DATA=r", "sa", "");
    }

    private static String file() {
        return "jdbc:h2:" + folder.resolve("sessions");
    }

    @AfterAll
    static void dispose() {
        pool.dispose();
        reading.dispose();
    }

    @Override
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public int modelRuns() {
        return 15;
    }

    @Override
    public DataSource readOnly() {
        JdbcConnectionPool writing = JdbcConnectionPool.create(file(), "sa", "");
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(writing).cleanupByCaller().build()) {
            store.createSchemaIfMissing();
        }
        writing.dispose();
        return reading;
    }

    @Override
    public String database() {
        return "h2";
    }

    @Override
    public int writeStatements() {
        return 2;
    }
}
