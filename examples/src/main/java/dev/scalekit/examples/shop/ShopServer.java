package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

/**
 * One web server of the shop: the JDK's HttpServer over a pool of connections to one database.
 *
 * <p>{@code ShopServer <port> <JDBC URL> <sessions>} serves on the loopback address until it is killed. It waits for a
 * database that is not there yet. Sessions are kept in {@code memory} or in the {@code database}. With {@code <folder> <JDBC
 * URL>} after that, page views go through a queue in the folder, and a worker of this process counts them over the second URL.
 */
public final class ShopServer {
    private static final int THREADS = 32;
    private static final int CONNECTIONS = 8;

    private ShopServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3 && arguments.length != 5) {
            throw new IllegalArgumentException(
                    "ShopServer needs a port, a JDBC URL and where sessions are, and with a queue"
                            + " its folder and another JDBC URL, not " + arguments.length + " arguments");
        }
        // Without it the JDK's server waits 40 ms for an acknowledgement between head and body of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(arguments[0]);

        HikariDataSource database = pool("shop", arguments[1], CONNECTIONS);
        Shop shop = new Shop(database);
        Sessions sessions = new Sessions(store(arguments[2], database));
        Map<String, HttpHandler> pages = arguments.length == 3
                ? Map.of("/", new Routes(shop, sessions, new CountedViews(database)))
                : pagesWithQueue(shop, sessions, Path.of(arguments[3]), pool("statistics", arguments[4], 1));
        // Only now: from here on connections are taken.
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        pages.forEach(server::createContext);
        server.setExecutor(threads());
        server.start();
    }

    private static SessionStore store(String where, HikariDataSource database) {
        return switch (where) {
            case "memory" -> Sessions.inMemory();
            case "database" -> Sessions.inDatabase(database);
            default -> throw new IllegalArgumentException("sessions must be in memory or database: " + where);
        };
    }

    /** Opens the queue of page views, and lets its worker go on with what an earlier process has left there. */
    private static Map<String, HttpHandler> pagesWithQueue(
            Shop shop, Sessions sessions, Path folder, HikariDataSource statistics) {
        FileQueue<View> queue = QueuedViews.open(folder);
        ViewCounter counter = new ViewCounter(folder.getFileName().toString(), queue, statistics);
        new Thread(counter, "shop-statistics").start();
        return Map.of(
                "/", new Routes(shop, sessions, new QueuedViews(queue)), "/queue", new QueueConsole(queue, counter));
    }

    private static HikariDataSource pool(String name, String jdbcUrl, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(connections);
        // A customer does not wait longer than this for a page.
        config.setConnectionTimeout(3_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(
                THREADS, task -> new Thread(task, "shop-request-" + number.incrementAndGet()));
    }
}
