package dev.scalekit.session;

import static dev.scalekit.session.MergeContract.TAGS;
import static dev.scalekit.session.SessionFixture.COLOUR;

import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Does everything that may be logged, printing all exceptions, and writes the tokens that it was given into a file. */
final class TalkativeRun {
    static final String SECRET = "s3cret";

    private final List<String> tokens = new ArrayList<>();

    private TalkativeRun() {}

    public static void main(String[] arguments) throws IOException {
        TalkativeRun run = new TalkativeRun();
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:talkative;DB_CLOSE_DELAY=-1", "sa", "");
        run.all(database, FaultPlan.roundTrips());
        for (JdbcFault fault :
                List.of(JdbcFault.throwBefore("08006"), JdbcFault.throwAfter("40001"), JdbcFault.disconnectAfter())) {
            for (int call = 1; call < 60; call++) {
                FaultPlan plan = FaultPlan.roundTrips();
                plan.at(call, fault);
                run.all(database, plan);
            }
        }
        database.dispose();
        Files.write(Path.of(arguments[0]), run.tokens);
    }

    private static void putByNewerVersion(DataSource database, String token) {
        try (JdbcSessionStore newer = JdbcSessionStore.builder(database)
                .codec(TextCodec.newer())
                .cleanupByCaller()
                .build()) {
            newer.find(token).ifPresent(session -> {
                session.put(COLOUR, TextCodec.UNDECODABLE);
                newer.save(session);
            });
        }
    }

    private void all(DataSource database, FaultPlan plan) {
        try (FaultDataSource faults = new FaultDataSource(database, plan);
                JdbcSessionStore store = JdbcSessionStore.builder(faults)
                        .codec(new TextCodec())
                        .maximumPerUser(1, WhenExceeded.REFUSE)
                        .maximumAttributeBytes(100)
                        .maximumSessionBytes(1_000)
                        .cleanupByCaller()
                        .listener(new SessionListener() {
                            @Override
                            public void created(SessionInfo session) {
                                throw new IllegalStateException("Deaf to " + session);
                            }
                        })
                        .build()) {
            printed(store::createSchemaIfMissing);
            Session session = store.create();
            note(session);
            session.put(COLOUR, SECRET);
            printed(() -> store.save(session));
            note(session);
            printed(() -> store.find(session.token()).ifPresent(found -> {
                found.put(TAGS, SECRET);
                printed(() -> session.login("user"));
                note(session);
                printed(() -> found.login("user"));
                printed(() -> store.save(found));
            }));
            printed(() -> session.put(COLOUR, TextCodec.UNDECODABLE));
            session.put(TAGS, SECRET + " again");
            printed(() -> store.save(session));
            putByNewerVersion(database, session.token());
            printed(() -> store.find(session.token()).ifPresent(found -> found.get(COLOUR)));
            printed(() -> session.put(COLOUR, SECRET.repeat(20)));
            printed(session::renew);
            note(session);
            printed(() -> store.create().login("user"));
            printed(() -> store.find(session.token() + SECRET));
            printed(() -> store.sessionsOf("user"));
            printed(store::cleanUp);
            printed(() -> store.endAll("user"));
            printed(() -> session.login("user"));
            printed(store::endAll);
        }
    }

    private void note(Session session) {
        tokens.add(session.token());
        System.err.println(session + " " + session.ref() + " " + session.store() + " " + session.fingerprint());
    }

    private static void printed(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            System.err.println(text);
        }
    }
}
