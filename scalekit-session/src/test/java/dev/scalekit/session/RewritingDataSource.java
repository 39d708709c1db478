package dev.scalekit.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Plants a bug under a store: its statements are prepared otherwise than it wants. Thread-safe. */
final class RewritingDataSource extends ForwardingDataSource {
    private final DataSource target;
    private final UnaryOperator<String> rewriting;
    private final boolean commitsAtOnce;
    private final AtomicInteger rewritten = new AtomicInteger();

    /** @param commitsAtOnce whether transactions are ignored */
    RewritingDataSource(DataSource target, UnaryOperator<String> rewriting, boolean commitsAtOnce) {
        this.target = target;
        this.rewriting = rewriting;
        this.commitsAtOnce = commitsAtOnce;
    }

    /** Returns how many statements were another than wanted: with none there is no bug. */
    int rewritten() {
        return rewritten.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = target.getConnection();
        return intercepted((method, given) -> {
            if (commitsAtOnce
                    && (method.getName().equals("setAutoCommit")
                            || method.getName().equals("commit"))) {
                rewritten.incrementAndGet();
                return null;
            }
            if (method.getName().equals("prepareStatement")) {
                String sql = rewriting.apply((String) given[0]);
                if (!sql.equals(given[0])) {
                    rewritten.incrementAndGet();
                }
                given[0] = sql;
            }
            return call(connection, method, given);
        });
    }

    @Override
    DataSource target() {
        return target;
    }
}
