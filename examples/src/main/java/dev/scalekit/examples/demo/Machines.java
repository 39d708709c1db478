package dev.scalekit.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts web servers, sets them up, and shows them as long as they are there. Thread-safe. */
final class Machines {
    private final Site site;
    private final Database database;
    /** Each server's way to the database, for when one of the same name comes again. */
    private final Map<String, Database.Line> lines = new ConcurrentHashMap<>();

    private volatile Rollout rollout = server -> Deployment.STATELESS;

    Machines(Site site, Database database) {
        this.site = site;
        this.database = database;
    }

    /** Sets up all that are started from now on in another way. */
    void rollout(Rollout next) {
        rollout = next;
    }

    Rollout rollout() {
        return rollout;
    }

    /** Starts a server; returns when it takes requests. */
    WebServer start(String id) {
        WebServer server = site.owns(new WebServer(
                id,
                label(id),
                lines.computeIfAbsent(id, any -> database.line()),
                site.folder().resolve(id + ".log"),
                site.timeline()));
        site.add(server);
        try {
            server.start(rollout.of(server));
            return server;
        } catch (IllegalStateException e) {
            end(server);
            throw e;
        }
    }

    /** Starts several at once; returns when all of them take requests. */
    List<WebServer> start(List<String> ids) throws InterruptedException {
        ExecutorService hands = Executors.newCachedThreadPool(task -> new Thread(task, "scalekit-demo-machines"));
        try {
            List<Future<WebServer>> starting =
                    ids.stream().map(id -> hands.submit(() -> start(id))).toList();
            List<WebServer> started = new ArrayList<>();
            for (Future<WebServer> server : starting) {
                started.add(server.get());
            }
            return started;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A web server did not start", e);
        } finally {
            hands.shutdownNow();
        }
    }

    /** Ends a server for good, whatever it is doing. */
    void end(WebServer server) {
        site.remove(server);
        server.close();
    }

    /** Returns how the servers are called on the page: {@code web2} is web server 2. */
    static String label(String id) {
        return "Web server " + id.substring("web".length());
    }
}
