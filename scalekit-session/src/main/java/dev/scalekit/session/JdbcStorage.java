package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rows in a database: a connection for each call, and the statements of a {@link Dialect}. Thread-safe. */
final class JdbcStorage implements Storage {
    private final Tables tables;
    private final JdbcCalls calls;

    JdbcStorage(DataSource dataSource, Tables tables, Duration timeout) {
        this.tables = tables;
        this.calls = new JdbcCalls(dataSource, timeout, connection -> Schema.dialect(connection, tables));
    }

    @Override
    public @Nullable StoredSession find(TokenHash token) {
        return calls.read("find a session", (dialect, connection) -> dialect.find(connection, token));
    }

    @Override
    public @Nullable StoredAttributes attributes(UUID id) {
        return calls.read("read session " + id, (dialect, connection) -> dialect.attributes(connection, id));
    }

    @Override
    public List<SessionInfo> sessionsOf(String user) {
        return requireNonNull(calls.read(
                "list the sessions of a user", (dialect, connection) -> dialect.sessionsOf(connection, user)));
    }

    @Override
    public Written write(Write write) {
        return requireNonNull(
                calls.write("save session " + write.id(), (dialect, connection) -> dialect.write(connection, write)));
    }

    @Override
    public Written login(Write write, int maximum, WhenExceeded then) {
        String user = requireNonNull(write.user(), "user");
        return requireNonNull(calls.transaction(
                "log in with session " + write.id(),
                (dialect, connection) -> dialect.login(connection, write, user, maximum, then)));
    }

    @Override
    public Written touch(UUID id, Device device) {
        return requireNonNull(
                calls.statement("touch session " + id, (dialect, connection) -> dialect.touch(connection, id, device)));
    }

    @Override
    public @Nullable SessionInfo end(UUID id) {
        List<SessionInfo> ended = requireNonNull(
                calls.statement("end session " + id, (dialect, connection) -> dialect.end(connection, List.of(id))));
        return ended.isEmpty() ? null : ended.get(0);
    }

    @Override
    public @Nullable SessionInfo end(String user, UUID id) {
        List<SessionInfo> ended = requireNonNull(
                calls.statement("end session " + id, (dialect, connection) -> dialect.endOfUser(connection, user, id)));
        return ended.isEmpty() ? null : ended.get(0);
    }

    @Override
    public List<SessionInfo> endAll(String user, @Nullable UUID except) {
        return requireNonNull(calls.statement(
                "end the sessions of a user", (dialect, connection) -> dialect.endAll(connection, user, except)));
    }

    @Override
    public List<SessionInfo> endAny(int limit) {
        return requireNonNull(
                calls.statement("end sessions", (dialect, connection) -> dialect.endAny(connection, limit)));
    }

    @Override
    public List<SessionInfo> removeExpired(int limit) {
        return requireNonNull(calls.write(
                "remove sessions whose time is over",
                (dialect, connection) -> dialect.removeExpired(connection, limit)));
    }

    boolean createSchemaIfMissing() {
        return calls.bare(
                "create the tables", (connection, commits) -> Schema.createIfMissing(connection, tables, commits));
    }

    void checkSchema() {
        calls.bare("check the tables", (connection, commits) -> {
            Schema.check(connection, tables);
            return true;
        });
    }
}
