package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A router over two nodes whose connections are made up: "a" writes, and "b" is read. Not thread-safe. */
final class FakeNodes implements AutoCloseable {
    final FakeJdbc jdbc = new FakeJdbc();
    final RoutingDataSource router;
    private @Nullable Connection physical;

    FakeNodes() {
        DataSource probes = source(() -> new FakeJdbc().make(Connection.class));
        DataSource pool = source(() -> {
            Connection made = jdbc.make(Connection.class);
            physical = made;
            return made;
        });
        router = RoutingDataSource.builder()
                .node("a", pool, node -> node.probes(probes))
                .node("b", pool, node -> node.probes(probes))
                .dialect(Dialects.fixedRoles("a"))
                .build();
    }

    private static DataSource source(Supplier<Connection> connections) {
        return new FakeJdbc().answering("getConnection", connections).make(DataSource.class);
    }

    /** Returns one whose statements go to "a". */
    RoutedConnection writing() throws SQLException {
        return (RoutedConnection) router.getConnection();
    }

    /** Returns one whose statements go to "b", and may be made again elsewhere. */
    RoutedConnection reading() throws SQLException {
        RoutedConnection connection = writing();
        connection.setReadOnly(true);
        return connection;
    }

    /** Returns the physical connection that was taken last. */
    Connection physical() {
        return requireNonNull(physical);
    }

    @Override
    public void close() {
        router.close();
    }
}
