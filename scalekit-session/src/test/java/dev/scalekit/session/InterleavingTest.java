package dev.scalekit.session;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgCluster;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two requests of one session on two servers, which meet at every point of each other. */
@Timeout(3_600)
final class InterleavingTest {
    private static final List<String> ISOLATIONS = List.of("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE");

    @Test
    void two_requests_on_h2_are_as_if_one_came_after_the_other_at_each_isolation() throws Exception {
        for (String isolation : ISOLATIONS) {
            JdbcConnectionPool pool = JdbcConnectionPool.create(
                    "jdbc:h2:mem:interleavings;QUERY_CACHE_SIZE=64;LOCK_TIMEOUT=30000;DB_CLOSE_DELAY=-1;"
                            + "INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL " + isolation,
                    "sa",
                    "");
            try {
                meet(new JdbcGround(pool, JdbcGround.WAITING_ON_H2), 2 * ISOLATIONS.indexOf(isolation));
            } finally {
                pool.dispose();
            }
        }
    }

    @Test
    void two_requests_on_postgresql_are_as_if_one_came_after_the_other_at_each_isolation() throws Exception {
        try (PgCluster cluster = PgCluster.builder().relaxedDurability().start()) {
            for (String isolation : ISOLATIONS) {
                try (HikariDataSource pool = new HikariDataSource()) {
                    pool.setJdbcUrl(cluster.primary().jdbcUrl());
                    pool.setConnectionInitSql("SET default_transaction_isolation = '" + isolation + "'");
                    JdbcGround ground = new JdbcGround(pool, JdbcGround.WAITING_ON_POSTGRES);
                    meet(ground, 2 * ISOLATIONS.indexOf(isolation) + 1);
                    letWait(ground, pool);
                }
            }
        }
    }

    /** In one statement for all that a save does, they meet while it waits for a lock. */
    private static void letWait(JdbcGround ground, DataSource own) throws Exception {
        try (WaitingRequests requests = new WaitingRequests(ground, own);
                Tally interleavings = Tally.of("session.interleavings", 0)) {
            for (WaitingCase one : WaitingCase.values()) {
                interleavings.count(() -> requests.requireInOrder(one));
            }
        }
    }

    private static void meet(JdbcGround ground, int part) throws Exception {
        try (Meeting meeting = new Meeting(ground);
                Tally interleavings = Tally.of("session.interleavings", 0);
                Tally rotations = Tally.of("session.rotation-races", 0)) {
            for (Meeting.Case one : Meeting.Case.some(part)) {
                meeting.inEveryWay(one, one.rotates() ? rotations : interleavings);
            }
        }
    }
}
