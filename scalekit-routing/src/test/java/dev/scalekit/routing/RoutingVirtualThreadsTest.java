package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Tally;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand virtual threads read and write at once, and none holds on to its carrier because of the router (P21). */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads came with Java 21")
final class RoutingVirtualThreadsTest {
    private static final int THREADS = Effort.upTo(10_000);
    private static final int FIRST_CALLS = 20;

    @TempDir
    Path folder;

    private final AtomicInteger open = new AtomicInteger();

    /** A driver that gives up the carrier while it waits for an answer. */
    private DataSource waiting() {
        return FakeJdbc.proxy(
                DataSource.class,
                (proxy, method, arguments) -> method.getName().equals("getConnection") ? connection() : null);
    }

    private Connection connection() {
        open.incrementAndGet();
        return FakeJdbc.proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "createStatement" -> statement();
            case "getAutoCommit", "isValid" -> true;
            case "isReadOnly", "isClosed" -> false;
            case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
            case "getHoldability", "getNetworkTimeout" -> 0;
            case "close" -> open.decrementAndGet();
            default -> null;
        });
    }

    private static Statement statement() {
        return FakeJdbc.proxy(Statement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("executeUpdate")) {
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
                return 1;
            }
            return null;
        });
    }

    @Test
    void ten_thousand_virtual_threads_read_and_write_at_once() throws Exception {
        try (Tally tally = Tally.of("routing.virtual-threads", 0)) {
            try (RoutingDataSource db = RoutingDataSource.builder()
                    .node("a", waiting())
                    .node("b", waiting())
                    .node("c", waiting())
                    .dialect(Dialects.fixedRoles("a"))
                    // They have both processors for themselves.
                    .monitor(it -> it.timeout(Duration.ofSeconds(10)).fall(10))
                    .build()) {
                Runnable call = () -> {
                    execute(db, false);
                    execute(db, true);
                };
                // On this thread first: while a class is loaded, a virtual thread keeps its carrier, whatever the class
                // does.
                for (int i = 0; i < FIRST_CALLS; i++) {
                    call.run();
                }
                var pinned = VirtualThreads.pinned(
                        folder, RoutingDataSource.class.getPackage(), THREADS, () -> tally.count(call::run));

                RoutingStats stats = db.stats();
                assertThat(pinned).isEmpty();
                assertThat(stats.replicaReads()).isEqualTo(FIRST_CALLS + THREADS);
                assertThat(stats.refused()).isZero();
            }
            assertThat(open).hasValue(0);
        }
    }

    private static void execute(RoutingDataSource db, boolean readOnly) {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(readOnly);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
