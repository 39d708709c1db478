package dev.scalekit.examples.demo;

import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.List;

/** The only server of the database, as the picture has it. Thread-safe. */
record DatabaseBox(Database database, PgServer server) implements DatabaseServer {
    @Override
    public String id() {
        return server.name();
    }

    @Override
    public Kind kind() {
        return Kind.DATABASE;
    }

    @Override
    public String label() {
        return "PostgreSQL";
    }

    @Override
    public Status status() {
        return status(database, server, "primary, no replica");
    }

    /** Returns how a server is as far as its process and the lines to it are concerned. */
    static Status status(Database database, PgServer server, String text) {
        if (!server.isRunning()) {
            return new Status(State.DOWN, "not running");
        }
        Duration late = database.delay().multipliedBy(2);
        return late.isZero()
                ? new Status(State.UP, text)
                : new Status(State.SLOW, "answers " + late.toMillis() + " ms late");
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                new Fact("version", database.version()),
                new Fact("a commit waits for", "the disk"),
                new Fact("port", Integer.toString(server.port())));
    }

    @Override
    public List<Link> links() {
        return List.of();
    }
}
