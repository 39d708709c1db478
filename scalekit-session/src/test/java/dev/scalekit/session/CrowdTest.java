package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.postgres.PgCluster;
import java.time.Duration;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A crowd of threads on two servers. */
@Timeout(3_600)
final class CrowdTest {
    private static final long SEED = 23;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private static PgCluster cluster;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().relaxedDurability().start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {NO_LIMIT, 3})
    void in_memory_nothing_is_lost_and_nothing_comes_back(int limit) throws Exception {
        run(new Crowd(new MemoryGround(), limit, false), 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {NO_LIMIT, 3})
    void on_h2_nothing_is_lost_and_nothing_comes_back(int limit) throws Exception {
        onH2(20_000, ground -> run(new Crowd(ground, limit, false), 25));
    }

    @Test
    void on_h2_that_gives_up_soon_nothing_is_lost_and_nothing_comes_back() throws Exception {
        onH2(2, ground -> run(new Crowd(ground, NO_LIMIT, true), 15));
    }

    private static void onH2(int lockTimeoutMillis, Body body) throws Exception {
        String url = "jdbc:h2:mem:crowd;DB_CLOSE_DELAY=-1";
        JdbcConnectionPool own = JdbcConnectionPool.create(url, "sa", "");
        JdbcConnectionPool pool =
                JdbcConnectionPool.create(url + ";INIT=SET LOCK_TIMEOUT " + lockTimeoutMillis, "sa", "");
        pool.setMaxConnections(24);
        try {
            JdbcGround ground = new JdbcGround(pool, own, JdbcGround.WAITING_ON_H2);
            ground.clear();
            body.on(ground);
        } finally {
            pool.dispose();
            own.dispose();
        }
    }

    @ParameterizedTest
    @CsvSource({"READ COMMITTED, 2147483647, 30", "READ COMMITTED, 3, 15", "REPEATABLE READ, 2147483647, 15"})
    void on_postgresql_nothing_is_lost_and_nothing_comes_back(String isolation, int limit, int each) throws Exception {
        onPostgres(
                "SET default_transaction_isolation = '" + isolation + "'",
                ground -> run(new Crowd(ground, limit, !isolation.equals("READ COMMITTED")), each));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET lock_timeout = 2",
                "SET statement_timeout = 5",
                "SET default_transaction_isolation = 'serializable'"
            })
    void on_postgresql_that_refuses_nothing_is_lost_and_nothing_comes_back(String setting) throws Exception {
        onPostgres(setting, ground -> run(new Crowd(ground, NO_LIMIT, true), 15));
    }

    private static void onPostgres(String setting, Body body) throws Exception {
        try (HikariDataSource pool = new HikariDataSource();
                HikariDataSource own = new HikariDataSource()) {
            own.setJdbcUrl(cluster.primary().jdbcUrl());
            own.setMaximumPoolSize(4);
            pool.setJdbcUrl(cluster.primary().jdbcUrl());
            pool.setMaximumPoolSize(24);
            pool.setConnectionInitSql(setting);
            JdbcGround ground = new JdbcGround(pool, own, JdbcGround.WAITING_ON_POSTGRES);
            ground.clear();
            body.on(ground);
        }
    }

    @FunctionalInterface
    private interface Body {
        void on(JdbcGround ground) throws Exception;
    }

    private static void run(Crowd crowd, int each) throws Exception {
        long begin = System.nanoTime();
        long violations = 1;
        try {
            crowd.run(SEED, Effort.scaled((each + 1) / 2, each));
            violations = 0;
        } finally {
            Evidence.append(
                    "session.concurrent-operations",
                    Math.max(1, crowd.operations()),
                    violations,
                    Duration.ofNanos(System.nanoTime() - begin),
                    SEED);
        }
        assertThat(crowd.rotations()).isGreaterThan(crowd.operations() / 50);
    }
}
