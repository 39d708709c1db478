package dev.scalekit.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;

/**
 * The pool that a caller has to be most careful with: it resets nothing, writes down what it gets back otherwise than it gave
 * it, and commits what was left undone, so that it shows. Not thread-safe.
 */
final class CarefulPool extends ForwardingDataSource implements AutoCloseable {
    private final DataSource target;
    private final boolean autoCommit;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final List<String> complaints = new ArrayList<>();
    private int given;

    CarefulPool(DataSource target, boolean autoCommit) {
        this.target = target;
        this.autoCommit = autoCommit;
    }

    /** Returns how many connections are out. */
    int given() {
        return given;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = idle.isEmpty() ? target.getConnection() : idle.pop();
        connection.setAutoCommit(autoCommit);
        given++;
        boolean[] isBack = new boolean[1];
        return intercepted((method, arguments) -> {
            if (!method.getName().equals("close") && !method.getName().equals("abort")) {
                return call(connection, method, arguments);
            }
            if (!isBack[0]) {
                isBack[0] = true;
                takeBack(connection, method.getName().equals("abort"));
            }
            return null;
        });
    }

    private void takeBack(Connection connection, boolean isBroken) throws SQLException {
        given--;
        if (isBroken) {
            connection.close();
            return;
        }
        if (connection.getAutoCommit() != autoCommit) {
            complaints.add("autocommit is not as it was");
        }
        if (connection.getNetworkTimeout() != 0) {
            complaints.add("the network timeout is not as it was");
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
        idle.push(connection);
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
    }

    @Override
    DataSource target() {
        return target;
    }
}
