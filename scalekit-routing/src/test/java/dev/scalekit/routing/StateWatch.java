package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.Meddled.Bug;
import dev.scalekit.routing.Meddled.Call;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at connections of a driver when they are given back: who gets one next must find nothing that was set on it, also where
 * the pool takes nothing back. One that was aborted nobody gets. Thread-safe.
 */
final class StateWatch implements Bug {
    private static final String READ_ONLY = "read-only";

    private final List<String> left = new CopyOnWriteArrayList<>();

    DataSource around(DataSource driver) {
        return Meddled.source(driver, this);
    }

    @Override
    public void taken(Meddler at) throws SQLException {
        at.notes.add(state(at));
    }

    /** H2 takes it for a hint that a connection only reads, and forgets it. */
    private static String state(Meddler at) throws SQLException {
        Connection connection = at.connection();
        return "auto-commit %s, isolation %d, schema %s%s"
                .formatted(
                        connection.getAutoCommit(),
                        connection.getTransactionIsolation(),
                        connection.getSchema(),
                        at.notes.contains(READ_ONLY) ? ", read-only" : "");
    }

    @Override
    public @Nullable Object call(Meddler at, Call call) throws Throwable {
        if (at.isOnConnection(call)) {
            switch (call.method().getName()) {
                case "setReadOnly" -> readOnly(at, call);
                case "abort" -> at.notes.add("aborted");
                case "close" -> closes(at);
                default -> {}
            }
        }
        return at.go(call);
    }

    private static void readOnly(Meddler at, Call call) {
        if (Boolean.TRUE.equals(call.arguments().get(0))) {
            at.notes.add(READ_ONLY);
        } else {
            at.notes.remove(READ_ONLY);
        }
    }

    private void closes(Meddler at) throws SQLException {
        if (!at.notes.contains("aborted") && !at.connection().isClosed() && !at.notes.contains(state(at))) {
            left.add(state(at));
        }
    }

    void requireNothingLeft() {
        assertThat(left).as("left on connections").isEmpty();
    }
}
