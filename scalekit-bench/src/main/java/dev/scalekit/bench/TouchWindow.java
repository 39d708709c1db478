package dev.scalekit.bench;

import java.nio.file.Path;
import org.apache.catalina.session.DataSourceStore;
import org.eclipse.jetty.session.JDBCSessionDataStore;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** How often a session is written that is only looked at. Not thread-safe. */
@Compare(
        module = "session",
        title = "1,000 read-only requests of a new session within a minute",
        reference = "raw",
        threads = 1,
        libraries = {JdbcIndexedSessionRepository.class, JDBCSessionDataStore.class, DataSourceStore.class},
        note = "An operation is all of them and the request that makes the session. Nothing is added to a round trip. "
                + SessionTable.NOTE)
final class TouchWindow extends SessionTable {
    private static final int READS = 1000;

    TouchWindow(Path folder) {
        super(0);
    }

    @Subject(name = "one statement a request", role = Role.LIMIT)
    Operation raw(int thread) throws Exception {
        return user(SessionKind.RAW);
    }

    @Subject(name = "ScaleKit JdbcSessionStore", role = Role.OURS)
    @Goal(count = SessionDatabase.WRITES, most = 1)
    Operation scalekit(int thread) throws Exception {
        return user(SessionKind.SCALEKIT);
    }

    @Subject(name = "Spring Session JDBC", role = Role.PEER)
    Operation spring(int thread) throws Exception {
        return user(SessionKind.SPRING);
    }

    @Subject(name = "Jetty JDBCSessionDataStore", role = Role.PEER)
    Operation jetty(int thread) throws Exception {
        return user(SessionKind.JETTY);
    }

    @Subject(name = "Jetty JDBCSessionDataStore, save period 60 s", role = Role.PEER)
    Operation jettySavePeriod(int thread) throws Exception {
        return user(SessionKind.JETTY_SAVE_PERIOD);
    }

    @Subject(name = "Tomcat DataSourceStore", role = Role.PEER)
    Operation tomcat(int thread) throws Exception {
        return user(SessionKind.TOMCAT);
    }

    private Operation user(SessionKind kind) throws Exception {
        WebSessions sessions = open(kind);
        return () -> {
            String id = sessions.create();
            for (int i = 0; i < READS; i++) {
                requireNew(sessions.read(id));
            }
        };
    }
}
