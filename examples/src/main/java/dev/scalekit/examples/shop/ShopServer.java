package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.session.SessionStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * One web server of the shop: the JDK's HttpServer over connections to one database.
 *
 * <p>{@code ShopServer <port> <database> <sessions> <products>} serves on the loopback address until it is killed. The
 * database is a JDBC URL, or what {@link DatabaseServers} says; it waits for one that is not there yet. Sessions are kept in
 * {@code memory} or in the {@code database}. Products are read from the {@code database}, or through a {@code cache}. With
 * {@code <folder> <database>} after that, page views go through a queue in the folder, and a worker of this process counts
 * them over that second way.
 */
public final class ShopServer {
    /**
     * For how long at most after a change of a price is acknowledged a server with a cache shows the old one; the one that
     * acknowledged it does not.
     */
    public static final Duration PRICE_BOUND = CachedProducts.BOUND;

    private static final int THREADS = 32;
    private static final int CONNECTIONS = 8;

    private ShopServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4 && arguments.length != 6) {
            throw new IllegalArgumentException(
                    "ShopServer needs a port, a database, where sessions are and where products are read, and with a queue"
                            + " its folder and another way to the database, not " + arguments.length + " arguments");
        }
        // Without it the JDK's server waits 40 ms for an acknowledgement between head and body of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(arguments[0]);

        Connections connections = Connections.to(DatabaseServers.parse(arguments[1]), "shop", CONNECTIONS);
        DataSource database = connections.dataSource();
        Map<String, HttpHandler> pages = new HashMap<>();
        Products products = products(arguments[3], new Catalogue(database), pages);
        PageViews views =
                arguments.length == 4 ? new CountedViews(database) : queue(Path.of(arguments[4]), arguments[5], pages);
        Sessions sessions = new Sessions(store(arguments[2], database));
        pages.put("/", new Routes(new Shop(database), products, sessions, views, connections.freshness()));
        pages.put("/prices", new PriceConsole(products));
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

    private static Products products(String where, Catalogue catalogue, Map<String, HttpHandler> pages) {
        return switch (where) {
            case "database" -> catalogue;
            case "cache" -> {
                CachedProducts cached = new CachedProducts(catalogue);
                pages.put("/cache", new CacheConsole(cached));
                yield cached;
            }
            default -> throw new IllegalArgumentException("products must be read in database or cache: " + where);
        };
    }

    /** Opens the queue of page views, and lets its worker go on with what an earlier process has left there. */
    private static PageViews queue(Path folder, String servers, Map<String, HttpHandler> pages) {
        Connections statistics = Connections.forWriting(DatabaseServers.parse(servers), "statistics", 1);
        FileQueue<View> queue = QueuedViews.open(folder);
        ViewCounter counter = new ViewCounter(folder.getFileName().toString(), queue, statistics.dataSource());
        new Thread(counter, "shop-statistics").start();
        pages.put("/queue", new QueueConsole(queue, counter));
        return new QueuedViews(queue);
    }

    private static ExecutorService threads() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(
                THREADS, task -> new Thread(task, "shop-request-" + number.incrementAndGet()));
    }
}
