package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Somebody aborts a connection at a bad moment. */
final class AbortTest {
    private volatile @Nullable Connection routed;
    private final AtomicInteger taken = new AtomicInteger();

    /** Has the user's connection aborted by somebody else while a physical one is made as it was declared. */
    private Object aborting(Connection physical, Method method, Object[] arguments) throws Throwable {
        Connection aborted = routed;
        if (method.getName().equals("setAutoCommit") && aborted != null) {
            routed = null;
            aborted.abort(Runnable::run);
            throw new SQLException("closed by somebody", "08006");
        }
        try {
            return method.invoke(physical, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Connection taken() {
        taken.incrementAndGet();
        Connection physical = new FakeJdbc().make(Connection.class);
        return FakeJdbc.proxy(Connection.class, (proxy, method, arguments) -> aborting(physical, method, arguments));
    }

    @Test
    void while_a_connection_is_prepared_it_says_nothing_of_the_node() throws Exception {
        DataSource probes =
                FakeJdbc.proxy(DataSource.class, (proxy, method, arguments) -> new FakeJdbc().make(Connection.class));
        DataSource pool = FakeJdbc.proxy(DataSource.class, (proxy, method, arguments) -> taken());
        try (RoutingDataSource router = RoutingDataSource.builder()
                .node("a", pool, node -> node.probes(probes))
                .dialect(Dialects.fixedRoles("a"))
                .writes(writes -> writes.whenNoPrimary(WhenNoPrimary.fail()))
                .monitor(monitor -> monitor.every(Duration.ofSeconds(30)).timeout(Duration.ofSeconds(30)))
                .build()) {
            Connection aborted = router.getConnection();
            aborted.setAutoCommit(false);
            routed = aborted;
            int before = taken.get();

            assertThatThrownBy(aborted::createStatement).hasFieldOrPropertyWithValue("SQLState", "08006");

            assertThat(taken.get() - before).isEqualTo(1);
            assertThat(aborted.isClosed()).isTrue();
            try (Connection next = router.getConnection()) {
                Statement statement = next.createStatement();
                assertThatCode(() -> statement.executeUpdate("DELETE FROM item"))
                        .doesNotThrowAnyException();
            }
        }
    }
}
