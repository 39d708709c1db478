package dev.scalekit.bench;

import java.nio.file.Path;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** What it takes to end all sessions of a user, as after a stolen password. Not thread-safe. */
@Compare(
        module = "session",
        title = "End all 1,000 sessions of a user, %d us added to a round trip",
        reference = "spring",
        threads = 1,
        sizes = 300,
        length = 0.5,
        libraries = JdbcIndexedSessionRepository.class,
        note =
                "The sessions are made anew for each operation, which is not measured. Spring Session finds them by the name"
                        + " of the user and deletes one after the other; Jetty and Tomcat cannot find them. "
                        + SessionTable.NOTE)
final class EndAll extends SessionTable {
    private static final int SESSIONS = 1000;
    private static final String USER = "user-42";

    EndAll(Path folder, int extraMicros) {
        super(extraMicros);
    }

    @Subject(name = "one DELETE", role = Role.LIMIT)
    OwnLoop raw(int round) {
        return ending(SessionKind.RAW);
    }

    @Subject(name = "ScaleKit JdbcSessionStore", role = Role.OURS)
    @Goal(speed = 50, of = "spring", sizes = 300)
    @Goal(count = Wire.STATEMENTS, most = 1)
    OwnLoop scalekit(int round) {
        return ending(SessionKind.SCALEKIT);
    }

    @Subject(name = "Spring Session JDBC", role = Role.PEER)
    OwnLoop spring(int round) {
        return ending(SessionKind.SPRING);
    }

    private OwnLoop ending(SessionKind kind) {
        return (load, warmup, measurement) -> {
            WebSessions sessions = open(kind);
            PreparedLoop loop = new PreparedLoop(
                    LoadClock.SYSTEM, this, () -> logIn(kind), () -> requireAll(sessions.endAll(USER)));
            return loop.run(load, warmup, measurement);
        };
    }

    private void logIn(SessionKind kind) throws Exception {
        try (WebSessions filler = kind.open(database().filling())) {
            for (int i = 0; i < SESSIONS; i++) {
                String unused = filler.logIn(filler.create(), USER);
            }
        }
    }

    private static void requireAll(int ended) {
        if (ended != SESSIONS) {
            throw new IllegalStateException("of " + SESSIONS + " sessions " + ended + " were ended");
        }
    }
}
