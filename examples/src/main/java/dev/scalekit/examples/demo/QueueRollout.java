package dev.scalekit.examples.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Gives each web server a queue for page views, and a worker with a way of its own to the database. Thread-safe. */
final class QueueRollout implements Rollout {
    private final Rollout before;
    private final Path folder;
    private final Database database;
    private final ViewQueues queues;
    /** By the id of the server; kept for one that comes again. */
    private final Map<String, Line> workers = new ConcurrentSkipListMap<>();

    /**
     * @param before how they are set up otherwise
     * @param folder where the queues have their folders
     */
    QueueRollout(Rollout before, Path folder, Database database, ViewQueues queues) {
        this.before = before;
        this.folder = folder;
        this.database = database;
        this.queues = queues;
    }

    @Override
    public Deployment of(WebServer server) {
        String id = server.id();
        queues.add(server);
        return before.of(server)
                .with(
                        folder.resolve(id + "-views"),
                        workers.computeIfAbsent(
                                id,
                                any -> database.line(
                                        Line.Use.WORKERS, server.line().zone())),
                        new Component.Link(ViewQueue.ID, "page views", QueueGauge.SOURCE, () -> queues.sent(id), null));
    }

    @Override
    public void empty(WebServer server) {
        before.empty(server);
        queues.empty(server);
    }

    /** Returns the workers' ways to the database, as one to each of its servers. */
    List<Component.Link> links() {
        return database.links(List.copyOf(workers.values()));
    }
}
