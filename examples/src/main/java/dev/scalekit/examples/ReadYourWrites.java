package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.Dialects;
import dev.scalekit.routing.ReadToken;
import dev.scalekit.routing.RoutingDataSource;
import dev.scalekit.routing.hikari.HikariNodes;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Somebody writes by one web server and reads by another, which reads replicas, and sees what she wrote: by a cookie. */
public final class ReadYourWrites {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String COOKIE = "read-token=";
    private static final String ADD = "INSERT INTO review VALUES ('Lovely.') RETURNING body";
    private static final String COUNT = "SELECT count(*) || ', replica: ' || pg_is_in_recovery() FROM review";

    private ReadYourWrites() {}

    public static void main(String[] arguments) throws Exception {
        // Each server has a router of its own, which knows nothing of the other, as if it were on another machine.
        try (PgCluster postgres = PgCluster.builder().standbys(2).start();
                HikariNodes pools = pools(postgres);
                RoutingDataSource dbOfOne = router(pools);
                RoutingDataSource dbOfTwo = router(pools)) {
            HttpServer one = serve(dbOfOne);
            HttpServer two = serve(dbOfTwo);
            postgres.primary().execute("CREATE TABLE review (body TEXT)");
            postgres.standbys().forEach(standby -> standby.awaitReplayOf(postgres.primary()));
            postgres.standbys().forEach(PgServer::pauseReplay);
            String cookie =
                    send("POST", one, "").headers().firstValue("Set-Cookie").orElseThrow();
            System.out.println(
                    "reviews without the cookie: " + send("GET", two, "").body());
            System.out.println(
                    "reviews with the cookie: " + send("GET", two, cookie).body());
            postgres.standbys().forEach(PgServer::resumeReplay);
            String answer = "";
            while (!answer.endsWith("true")) {
                answer = send("GET", two, cookie).body();
            }
            System.out.println("a moment later: " + answer);
            one.stop(0);
            two.stop(0);
        }
    }

    private static HikariNodes pools(PgCluster postgres) {
        var pools = HikariNodes.builder().template(new HikariConfig());
        postgres.servers().forEach(server -> pools.node(server.name(), server.jdbcUrl()));
        return pools.build();
    }

    private static RoutingDataSource router(HikariNodes pools) {
        return pools.addTo(RoutingDataSource.builder())
                .dialect(Dialects.postgres())
                // So that replicas that stand still are read: by default one is not that is behind by a second.
                .reads(reads -> reads.maximumLag(Duration.ofHours(1)))
                .build();
    }

    private static HttpServer serve(RoutingDataSource db) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", http -> {
            try {
                String cookie = http.getRequestHeaders().getFirst("Cookie");
                ReadToken before =
                        cookie.isEmpty() ? ReadToken.NONE : ReadToken.parse(cookie.substring(COOKIE.length()));
                boolean isRead = http.getRequestMethod().equals("GET");
                // A request is a scope: its token says what it has written, and what it has shown.
                String body = db.atLeast(before, () -> {
                    String answer = ask(db, isRead, isRead ? COUNT : ADD);
                    http.getResponseHeaders().set("Set-Cookie", COOKIE + db.token());
                    return answer;
                });
                http.sendResponseHeaders(200, 0);
                http.getResponseBody().write(body.getBytes(UTF_8));
            } catch (IllegalArgumentException | SQLException e) {
                http.sendResponseHeaders(e instanceof SQLException ? 503 : 400, -1); // Anything may be in a cookie.
            } finally {
                http.close();
            }
        });
        server.start();
        return server;
    }

    private static String ask(RoutingDataSource db, boolean isRead, String sql) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(isRead);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static HttpResponse<String> send(String method, HttpServer server, String cookie) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        return CLIENT.send(request.header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
    }
}
