package dev.scalekit.examples.demo;

import dev.scalekit.routing.NodeStanding;
import dev.scalekit.routing.NodeStatus;
import dev.scalekit.testkit.postgres.PgServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One of several servers of the database, as the picture has it: what it is now is seen, and may change. Thread-safe. */
record ReplicatedBox(Database database, PgServer server, Watch watch) implements DatabaseServer {
    @Override
    public String id() {
        return server.name();
    }

    @Override
    public Kind kind() {
        return isPrimary() ? Kind.DATABASE : Kind.REPLICA;
    }

    @Override
    public String label() {
        return "PostgreSQL " + server.name();
    }

    @Override
    public Status status() {
        NodeStatus seen = watch.status(server);
        return switch (seen.standing()) {
            case PRIMARY, REPLICA -> DatabaseBox.status(database, server, Watch.word(seen.standing()));
            case LAGGING -> new Status(State.SLOW, "too far behind to be read");
            case UNKNOWN -> new Status(State.STARTING, "has not answered yet");
            default -> new Status(State.DOWN, server.isRunning() ? Watch.word(seen.standing()) : "not running");
        };
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                isPrimary() ? new Fact("a commit waits for", waitsFor()) : new Fact("behind", behind()),
                new Fact("stands in the", database.zoneOf(server)),
                new Fact("port", Integer.toString(server.port())));
    }

    /** In the words of the server, such as {@code ANY 1 (pg1, pg2, pg3)}. */
    private String waitsFor() {
        String standbys = watch.synchronousStandbys(server);
        return "its disk" + (standbys.isEmpty() ? "" : " and " + standbys);
    }

    private String behind() {
        Duration lag = watch.status(server).lag();
        return lag == null ? "–" : lag.toMillis() + " ms";
    }

    private boolean isPrimary() {
        return database.primary() == server;
    }

    @Override
    public List<Link> links() {
        return isPrimary()
                ? database.replicas().stream()
                        .filter(replica -> watch.stands(replica, NodeStanding.REPLICA)
                                || watch.stands(replica, NodeStanding.LAGGING))
                        .map(this::log)
                        .toList()
                : List.of();
    }

    private Link log(PgServer replica) {
        return new Link(
                replica.name(),
                "bytes of log",
                "told by the replica once a second",
                () -> watch.position(replica),
                null);
    }

    @Override
    public Optional<String> artificial() {
        return Optional.of("All servers of the database are on one machine, and share its disk.");
    }
}
