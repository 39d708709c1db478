package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.session.SessionStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One web server of the shop: the JDK's HttpServer over connections to one database.
 *
 * <p>{@code ShopServer <port> <database> <sessions>} serves on the loopback address until it is killed. The database is a JDBC
 * URL, or what {@link DatabaseServers} says; it waits for one that is not there yet. Sessions are kept in {@code memory} or in
 * the {@code database}. With {@code <folder> <database>} after that, page views go through a queue in the folder, and a worker
 * of this process counts them over that second way.
 */
public final class ShopServer {
    private static final int THREADS = 32;
    private static final int CONNECTIONS = 8;

    private ShopServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3 && arguments.length != 5) {
            throw new IllegalArgumentException(
                    "ShopServer needs a port, a database and where sessions are, and with a queue"
                            + " its folder and another way to the database, not " + arguments.length + " arguments");
        }
        // Without it the JDK's server waits 40 ms for an acknowledgement between head and body of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(arguments[0]);

        Connections connections = Connections.to(DatabaseServers.parse(arguments[1]), "shop", CONNECTIONS);
        DataSource database = connections.dataSource();
        Shop shop = new Shop(database);
        Sessions sessions = new Sessions(store(arguments[2], database));
        Map<String, HttpHandler> pages = arguments.length == 3
                ? Map.of("/", new Routes(shop, sessions, new CountedViews(database), connections.freshness()))
                : pagesWithQueue(shop, sessions, connections.freshness(), Path.of(arguments[3]), arguments[4]);
        // Only now: from here on connections are taken.
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        pages.forEach(server::createContext);
        server.setExecutor(threads());
        server.start();
    }

    private static SessionStore store(String where, DataSource database) {
        return switch (where) {
            case "memory" -> Sessions.inMemory();
            case "database" -> Sessions.inDatabase(database);
            default -> throw new IllegalArgumentException("sessions must be in memory or database: " + where);
        };
    }

    /** Opens the queue of page views, and lets its worker go on with what an earlier process has left there. */
    private static Map<String, HttpHandler> pagesWithQueue(
            Shop shop, Sessions sessions, Freshness freshness, Path folder, String servers) {
        Connections statistics = Connections.forWriting(DatabaseServers.parse(servers), "statistics", 1);
        FileQueue<View> queue = QueuedViews.open(folder);
        ViewCounter counter = new ViewCounter(folder.getFileName().toString(), queue, statistics.dataSource());
        new Thread(counter, "shop-statistics").start();
        return Map.of(
                "/",
                new Routes(shop, sessions, new QueuedViews(queue), freshness),
                "/queue",
                new QueueConsole(queue, counter));
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(
                THREADS, task -> new Thread(task, "shop-request-" + number.incrementAndGet()));
    }
}
