package dev.scalekit.session.servlet;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Session;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** A web server in a process of its own, to be killed: log-in and cart are in the sessions of a database. */
final class CartServer {
    private CartServer() {}

    /** Tells its port, and serves until it is killed; {@code arguments[0]} is the database. Logs all that it can. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.log.dev.scalekit", "trace");
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(arguments[0]);
        pool.setMaximumPoolSize(4);
        JdbcSessionStore store =
                JdbcSessionStore.builder(pool).cleanupByCaller().build();
        store.createSchemaIfMissing();

        JettyServer server = JettyServer.start(new SessionFilter(store), (request, response) -> {
            Session session = SessionFilter.session(request);
            LoggerFactory.getLogger("dev.scalekit.shop")
                    .info(
                            "{} in {}, {}",
                            request.getRequestURI(),
                            session,
                            request.getSession().getId());
            switch (request.getPathInfo()) {
                case "/login" -> session.login(request.getParameter("user"));
                case "/add" -> {
                    request.getSession().setAttribute(request.getParameter("item"), "1");
                    session.increment("items", 1);
                }
                default -> response.getWriter().print(session.user() + " " + String.join(",", session.names()));
            }
        });
        System.out.println(server.uri("/").getPort());
        new CountDownLatch(1).await();
    }
}
