package dev.scalekit.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the tables about sessions have in common: one subject on a database of its own, with sessions in it, for as many
 * threads as there are. Not thread-safe.
 */
abstract class SessionTable implements Counted, AutoCloseable {
    /** What a reader of any of the tables must know. */
    static final String NOTE =
            "Each subject has a PostgreSQL of its own with durable commits, 4 connections of HikariCP, and the same 5"
                    + " attributes; each request begins with the id alone, as if the last one had been served elsewhere. Counts are"
                    + " of what went over the wire below the pool; a writing transaction is one that PostgreSQL gave a number, so a"
                    + " durable commit. CPU and B/op are the client's, and include waiting for the added time. Spring Session"
                    + " stores the time of each request, and each attribute by Java serialization; Jetty and Tomcat all attributes"
                    + " as one blob of it, Tomcat by DELETE and INSERT that commit each by itself. The limit is one statement on one"
                    + " row of the fewest bytes of all.";

    private final SessionDatabase database;
    private @Nullable WebSessions sessions;

    /** Starts the database, so many microseconds further off than the loopback address. */
    SessionTable(int extraMicros) {
        database = new SessionDatabase(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(extraMicros)));
    }

    SessionDatabase database() {
        return database;
    }

    /** Opens it at the first call, returns the same at others. */
    WebSessions open(SessionKind kind) throws Exception {
        WebSessions opened = sessions;
        if (opened == null) {
            kind.createSchema(database.filling());
            opened = kind.open(database.source());
            sessions = opened;
        }
        return opened;
    }

    /** Fills the database with new sessions and returns their ids. */
    List<String> fill(SessionKind kind, int count) throws Exception {
        List<String> ids = new ArrayList<>();
        try (WebSessions filler = kind.open(database.filling())) {
            for (int i = 0; i < count; i++) {
                ids.add(filler.create());
            }
        }
        return ids;
    }

    /** Refuses what a request has read of a session that nobody has changed. */
    static void requireNew(int revision) {
        if (revision != 0) {
            throw new IllegalStateException("a session that nobody has changed is at revision " + revision);
        }
    }

    @Override
    public Map<String, Long> counts() {
        return database.counts();
    }

    @Override
    public void close() {
        try (database) {
            if (sessions != null) {
                sessions.close();
            }
        }
    }
}
