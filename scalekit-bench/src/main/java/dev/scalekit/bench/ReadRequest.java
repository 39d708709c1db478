package dev.scalekit.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.catalina.session.DataSourceStore;
import org.eclipse.jetty.session.JDBCSessionDataStore;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** The request that is most frequent: it looks at the session and changes nothing. Not thread-safe. */
@Compare(
        module = "session",
        title = "Read-only request, %d us added to a round trip",
        reference = "raw",
        threads = 1,
        sizes = {300, 0},
        length = 0.5,
        libraries = {JdbcIndexedSessionRepository.class, JDBCSessionDataStore.class, DataSourceStore.class},
        note = "Finds one of 300 sessions and looks at 2 of its 5 attributes. " + SessionTable.NOTE)
final class ReadRequest extends SessionTable {
    private static final int SESSIONS = 300;

    ReadRequest(Path folder, int extraMicros) {
        super(extraMicros);
    }

    @Subject(name = "one SELECT", role = Role.LIMIT)
    Operation raw(int thread) throws Exception {
        return reader(SessionKind.RAW, thread);
    }

    @Subject(name = "ScaleKit JdbcSessionStore", role = Role.OURS)
    @Goal(speed = 3.5, of = "spring", sizes = 300)
    @Goal(count = Wire.STATEMENTS, most = 1)
    @Goal(count = Wire.COMMITS, most = 0)
    @Goal(count = Wire.ROUND_TRIPS, most = 1)
    Operation scalekit(int thread) throws Exception {
        return reader(SessionKind.SCALEKIT, thread);
    }

    @Subject(name = "Spring Session JDBC", role = Role.PEER)
    Operation spring(int thread) throws Exception {
        return reader(SessionKind.SPRING, thread);
    }

    @Subject(name = "Jetty JDBCSessionDataStore", role = Role.PEER)
    Operation jetty(int thread) throws Exception {
        return reader(SessionKind.JETTY, thread);
    }

    @Subject(name = "Jetty JDBCSessionDataStore, save period 60 s", role = Role.PEER)
    Operation jettySavePeriod(int thread) throws Exception {
        return reader(SessionKind.JETTY_SAVE_PERIOD, thread);
    }

    @Subject(name = "Tomcat DataSourceStore", role = Role.PEER)
    Operation tomcat(int thread) throws Exception {
        return reader(SessionKind.TOMCAT, thread);
    }

    private Operation reader(SessionKind kind, int thread) throws Exception {
        WebSessions sessions = open(kind);
        List<String> ids = fill(kind, SESSIONS);
        SplittableRandom random = new SplittableRandom(thread);
        return () -> requireNew(sessions.read(ids.get(random.nextInt(SESSIONS))));
    }
}
