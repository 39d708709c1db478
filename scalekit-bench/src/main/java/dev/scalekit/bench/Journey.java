package dev.scalekit.bench;

import java.nio.file.Path;
import org.apache.catalina.session.DataSourceStore;
import org.eclipse.jetty.session.JDBCSessionDataStore;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** The whole life of a session. Not thread-safe. */
@Compare(
        module = "session",
        title = "Create, log in, 20 read-only requests, log out, %d us added to a round trip",
        reference = "raw",
        threads = 1,
        sizes = 300,
        length = 0.5,
        libraries = {JdbcIndexedSessionRepository.class, JDBCSessionDataStore.class, DataSourceStore.class},
        note = "An operation is all 23 requests. " + SessionTable.NOTE)
final class Journey extends SessionTable {
    private static final int READS = 20;

    Journey(Path folder, int extraMicros) {
        super(extraMicros);
    }

    @Subject(name = "one statement a request", role = Role.LIMIT)
    Operation raw(int thread) throws Exception {
        return user(SessionKind.RAW, thread);
    }

    @Subject(name = "ScaleKit JdbcSessionStore", role = Role.OURS)
    @Goal(speed = 3, of = "spring", sizes = 300)
    Operation scalekit(int thread) throws Exception {
        return user(SessionKind.SCALEKIT, thread);
    }

    @Subject(name = "Spring Session JDBC", role = Role.PEER)
    Operation spring(int thread) throws Exception {
        return user(SessionKind.SPRING, thread);
    }

    @Subject(name = "Jetty JDBCSessionDataStore", role = Role.PEER)
    Operation jetty(int thread) throws Exception {
        return user(SessionKind.JETTY, thread);
    }

    @Subject(name = "Jetty JDBCSessionDataStore, save period 60 s", role = Role.PEER)
    Operation jettySavePeriod(int thread) throws Exception {
        return user(SessionKind.JETTY_SAVE_PERIOD, thread);
    }

    @Subject(name = "Tomcat DataSourceStore", role = Role.PEER)
    Operation tomcat(int thread) throws Exception {
        return user(SessionKind.TOMCAT, thread);
    }

    private Operation user(SessionKind kind, int thread) throws Exception {
        WebSessions sessions = open(kind);
        return () -> {
            String id = sessions.logIn(sessions.create(), "user-" + thread);
            for (int i = 0; i < READS; i++) {
                requireNew(sessions.read(id));
            }
            sessions.logOut(id);
        };
    }
}
