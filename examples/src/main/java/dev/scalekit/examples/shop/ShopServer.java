package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One web server of the shop: the JDK's HttpServer over a pool of connections to one database.
 *
 * <p>{@code ShopServer <port> <JDBC URL>} serves on the loopback address until it is killed. It waits for a database that
 * is not there yet.
 */
public final class ShopServer {
    private static final int THREADS = 32;
    private static final int CONNECTIONS = 8;

    private ShopServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "ShopServer needs a port and a JDBC URL, not " + arguments.length + " arguments");
        }
        // Without it the JDK's server waits 40 ms for an acknowledgement between head and body of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(arguments[0]);

        Routes routes = new Routes(new Shop(pool(arguments[1])), new MemorySessions());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", routes);
        server.setExecutor(threads());
        server.start();
    }

    private static HikariDataSource pool(String jdbcUrl) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("shop");
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(CONNECTIONS);
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
