package dev.scalekit.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Starts web servers, sets them up, and shows them as long as they are there. Thread-safe. */
final class Machines {
    private final Site site;
    private final Database database;
    private final String zone;
    /** Each server's way to the database, for when one of the same name comes again. */
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    private volatile Rollout rollout = server -> Deployment.STATELESS;

    /** @param zone where they are */
    Machines(Site site, Database database, String zone) {
        this.site = site;
        this.database = database;
        this.zone = zone;
    }

    /** Sets up all that are started from now on in another way. */
    void rollout(Rollout next) {
        rollout = next;
    }

    Rollout rollout() {
        return rollout;
    }

    /** Returns whether somebody would notice that all servers are away at once. */
    boolean areInUse() {
        return site.isOpen();
    }

    /** Starts a server; returns when it takes requests. */
    WebServer start(String id) {
        WebServer server = show(id);
        launch(server);
        return server;
    }

    /** Starts several at once; returns when all of them take requests. */
    List<WebServer> start(List<String> ids) throws InterruptedException {
        List<WebServer> servers = ids.stream().map(this::show).toList();
        atOnce(servers, this::launch);
        return servers;
    }

    /** Ends several at once and starts them as they are to be; returns when all of them take requests. */
    void restart(List<WebServer> servers) throws InterruptedException {
        atOnce(servers, WebServer::restart);
    }

    private static void atOnce(List<WebServer> servers, Consumer<WebServer> task) throws InterruptedException {
        ExecutorService hands = Executors.newCachedThreadPool(work -> new Thread(work, "scalekit-demo-machines"));
        try {
            List<Future<?>> tasks = new ArrayList<>();
            servers.forEach(server -> tasks.add(hands.submit(() -> task.accept(server))));
            for (Future<?> each : tasks) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A web server did not start", e);
        } finally {
            hands.shutdownNow();
        }
    }

    private WebServer show(String id) {
        WebServer server = site.owns(new WebServer(
                id,
                label(id),
                database,
                lines.computeIfAbsent(id, any -> database.line(Line.Use.REQUESTS, zone)),
                site.folder().resolve(id + ".log"),
                site.timeline()));
        site.add(server);
        return server;
    }

    private void launch(WebServer server) {
        try {
            server.start(rollout.of(server));
        } catch (IllegalStateException e) {
            end(server);
            throw e;
        }
    }

    /** Ends a server for good, whatever it is doing. */
    void end(WebServer server) {
        site.remove(server);
        server.close();
    }

    /** Returns how the servers are called on the page: {@code web2} is web server 2. */
    static String label(String id) {
        String number = id.replaceAll("[^0-9]", "");
        return (id.startsWith("west") ? "West" : "Web") + " server " + number;
    }
}
