package dev.scalekit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.session.DataSourceStore;
import org.eclipse.jetty.session.JDBCSessionDataStore;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** The request that changes its session. Not thread-safe. */
@Compare(
        module = "session",
        title = "Request that changes 1 attribute and adds 2, %d us added to a round trip",
        reference = "raw",
        threads = 1,
        sizes = {300, 0},
        length = 0.5,
        libraries = {JdbcIndexedSessionRepository.class, JDBCSessionDataStore.class, DataSourceStore.class},
        note =
                "Takes one session after the other of 3000, changes one of the 5 attributes and adds two; when all have had"
                        + " their turn, two others, so that they are new each time. " + SessionTable.NOTE)
final class WriteRequest extends SessionTable {
    private static final int SESSIONS = 3000;

    WriteRequest(Path folder, int extraMicros) {
        super(extraMicros);
    }

    @Subject(name = "one UPDATE", role = Role.LIMIT)
    Operation raw(int thread) throws Exception {
        return writer(SessionKind.RAW);
    }

    @Subject(name = "ScaleKit JdbcSessionStore", role = Role.OURS)
    @Goal(speed = 2.5, of = "spring", sizes = 300)
    @Goal(count = Wire.ROUND_TRIPS, most = 2)
    Operation scalekit(int thread) throws Exception {
        return writer(SessionKind.SCALEKIT);
    }

    @Subject(name = "Spring Session JDBC", role = Role.PEER)
    Operation spring(int thread) throws Exception {
        return writer(SessionKind.SPRING);
    }

    @Subject(name = "Jetty JDBCSessionDataStore", role = Role.PEER)
    Operation jetty(int thread) throws Exception {
        return writer(SessionKind.JETTY);
    }

    @Subject(name = "Tomcat DataSourceStore", role = Role.PEER)
    Operation tomcat(int thread) throws Exception {
        return writer(SessionKind.TOMCAT);
    }

    private Operation writer(SessionKind kind) throws Exception {
        WebSessions sessions = open(kind);
        return new Writer(sessions, fill(kind, SESSIONS));
    }

    /** Writes, and at the end reads what it has written. Not thread-safe. */
    private static final class Writer implements Operation {
        private final WebSessions sessions;
        private final List<String> ids;
        private int written;

        Writer(WebSessions sessions, List<String> ids) {
            this.sessions = sessions;
            this.ids = ids;
        }

        @Override
        public void run() throws Exception {
            sessions.write(ids.get(written % SESSIONS), revision(written));
            written++;
        }

        private static int revision(int number) {
            return number / SESSIONS + 1;
        }

        @Override
        public void close() throws IOException {
            try {
                for (int number = Math.max(0, written - SESSIONS); number < written; number++) {
                    requireWritten(number);
                }
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("what was written cannot be read", e);
            }
        }

        private void requireWritten(int number) throws Exception {
            int found = sessions.read(ids.get(number % SESSIONS));
            if (found != revision(number)) {
                throw new IllegalStateException(
                        "request " + number + " wrote revision " + revision(number) + ", and " + found + " was read");
            }
        }
    }
}
