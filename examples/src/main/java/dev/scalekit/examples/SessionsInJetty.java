package dev.scalekit.examples;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Key;
import dev.scalekit.session.Session;
import dev.scalekit.session.servlet.SessionFilter;
import dev.scalekit.testkit.postgres.PgCluster;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

/** Two web servers share the sessions of their users in a database: one of them goes, and nobody is logged out. */
public final class SessionsInJetty {
    private SessionsInJetty() {}

    /** What a session holds: records and the usual types, copied when they are put. */
    record Cart(List<String> items) {
        Cart and(Cart other) {
            Set<String> both = new LinkedHashSet<>(items);
            both.addAll(other.items);
            return new Cart(List.copyOf(both));
        }
    }

    /** Of two requests at once that each add something, both are right. */
    private static final Key<Cart> CART = Key.of("cart", Cart.class).merge(Cart::and);

    private static final class Shop extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getPathInfo().equals("/")) {
                Optional<Session> session = SessionFilter.existingSession(request);
                response.getWriter()
                        .print(session.map(it -> it.user() + " with " + it.get(CART))
                                .orElse("nobody"));
                return;
            }
            Session session = SessionFilter.session(request); // or request.getSession(), as ever
            switch (request.getPathInfo()) {
                case "/add" -> {
                    Cart before = session.get(CART);
                    Cart more = new Cart(List.of(request.getParameter("item")));
                    session.put(CART, before == null ? more : before.and(more));
                }
                case "/login" -> session.login(request.getParameter("user"));
                case "/logout" -> session.end();
                default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (PgCluster postgres = PgCluster.builder().start();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(postgres.primary().jdbcUrl());

            try (JdbcSessionStore store = JdbcSessionStore.builder(pool).build()) {
                store.createSchemaIfMissing();
                Server one = server(store);
                Server two = server(store);

                String cookie = get(one, "/add?item=book", "");
                System.out.println("from the other server: " + get(two, "/", cookie));

                // A login gives the session a new token, and nobody has it by the old one any more.
                String loggedIn = get(two, "/login?user=ada", cookie);
                get(one, "/add?item=pen", loggedIn);
                System.out.println("by the old token: " + get(one, "/", cookie));

                one.stop();
                System.out.println("without one: " + get(two, "/", loggedIn));
                System.out.println("sessions of ada: " + store.sessionsOf("ada").size());

                get(two, "/logout", loggedIn);
                System.out.println("after the logout: " + get(two, "/", loggedIn));
                two.stop();
            }
        }
    }

    private static Server server(JdbcSessionStore store) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((types, servlets) -> new SessionFilter(store).addTo(servlets));
        context.addServlet(new Shop(), "/*");
        server.setHandler(context);
        server.start();
        return server;
    }

    /** Returns the answer, or the cookie if there is a new one. Browsers keep it by themselves, and send it by HTTPS only. */
    private static String get(Server server, String path, String cookie) throws Exception {
        URI uri = server.getURI().resolve(path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Cookie", cookie).build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        return response.headers()
                .firstValue("Set-Cookie")
                .map(it -> it.split(";", 2)[0])
                .orElse(response.body());
    }
}
