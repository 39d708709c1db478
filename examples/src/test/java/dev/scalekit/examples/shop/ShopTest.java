package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionStore;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shop over HTTP, on a real database, which has the sessions too. */
final class ShopTest {
    private static PgCluster cluster;
    private static HikariDataSource pool;
    private static SessionStore store;
    private static ExecutorService threads;
    private static HttpServer server;
    private static HttpClient browser;

    @BeforeAll
    static void open() throws Exception {
        cluster = PgCluster.builder().standbys(1).start();
        pool = new HikariDataSource();
        pool.setJdbcUrl(cluster.primary().jdbcUrl());
        pool.setConnectionTimeout(2_000);
        pool.setMaximumPoolSize(4);
        store = Sessions.inDatabase(pool);
        threads = Executors.newFixedThreadPool(8, task -> new Thread(task, "shop-test"));
        server = serve(pool, Freshness.OF_ONE_SERVER);
        browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build();
    }

    private static HttpServer serve(DataSource database, Freshness freshness) throws IOException {
        HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        created.createContext("/prices", new PriceConsole(new Catalogue(database)));
        created.createContext(
                "/",
                new Routes(
                        new Shop(database),
                        new Catalogue(database),
                        new Sessions(store),
                        new CountedViews(database),
                        freshness));
        created.setExecutor(threads);
        created.start();
        return created;
    }

    @AfterAll
    static void close() {
        server.stop(0);
        threads.shutdownNow();
        store.close();
        pool.close();
        cluster.close();
    }

    @BeforeEach
    void stock() throws SQLException {
        ShopTables.stock(cluster, pool);
    }

    @Test
    void a_customer_looks_at_a_product_puts_it_into_the_cart_and_orders_it() throws Exception {
        String session = logIn();

        assertThat(send("GET", "/product/1", "", "").body())
                .isEqualTo("{\"id\":1,\"name\":\"Berry Juice\",\"brand\":\"Washington\",\"priceCents\":285}");
        assertThat(put(session, 1, 2)).isEqualTo(200);
        HttpResponse<String> receipt = order(session, 4_711);

        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.body()).isEqualTo("{\"order\":1,\"reference\":4711}");
        assertThat(query("select customer_id || ':' || product_id || ':' || units || ':' || l.price_cents"
                        + " from orders join order_line l on order_id = id"))
                .isEqualTo("7:1:2:285");
        assertThat(query("select sold from product where id = 1")).isEqualTo("2");
        assertThat(order(session, 4_712).statusCode())
                .as("the cart is empty now")
                .isEqualTo(409);
    }

    @Test
    void who_has_ordered_sees_the_order_on_any_server_by_the_cookie_of_the_receipt() throws Exception {
        PgServer replica = cluster.standbys().get(0);
        replica.awaitReplayOf(cluster.primary());
        String session = logIn();
        put(session, 1, 2);
        replica.pauseReplay();
        try (Routed one = new Routed();
                Routed other = new Routed()) {
            HttpResponse<String> receipt = one.send("POST", "/orders", "{\"reference\":1}", session);
            String position = cookie(receipt);

            assertThat(receipt.statusCode()).isEqualTo(200);
            assertThat(position).startsWith("position=");
            assertThat(other.send("GET", "/orders/1", "", session + "; " + position)
                            .body())
                    .isEqualTo("[{\"product\":1,\"units\":2}]");
            assertThat(other.send("GET", "/orders/1", "", session).statusCode())
                    .as("without the cookie, on a replica that does not have it")
                    .isEqualTo(404);
            assertThat(other.send("GET", "/orders/1", "", "position=nonsense; " + session)
                            .statusCode())
                    .as("with a cookie that is none")
                    .isEqualTo(404);
        } finally {
            replica.resumeReplay();
        }
    }

    /** A web server of which nobody else knows, over a router. */
    private static final class Routed implements AutoCloseable {
        private final Connections connections;
        private final HttpServer server;

        Routed() throws IOException {
            List<DatabaseServers.Server> servers = cluster.servers().stream()
                    .map(each -> new DatabaseServers.Server(each.name(), "east", each.jdbcUrl(), each.jdbcUrl()))
                    .toList();
            DatabaseServers told = DatabaseServers.parse(new DatabaseServers("east", servers).toString());
            connections = Connections.to(told, "routed", 2);
            server = serve(connections.dataSource(), connections.freshness());
        }

        HttpResponse<String> send(String method, String path, String body, String cookie) {
            return ShopTest.send(server, method, path, body, cookie);
        }

        @Override
        public void close() {
            server.stop(0);
            connections.close();
        }
    }

    @Test
    void a_page_that_came_is_counted_and_one_that_is_not_there_is_not() throws Exception {
        send("GET", "/product/1", "", "");
        send("GET", "/product/1", "", "");
        send("GET", "/product/2", "", "");
        send("GET", "/product/99", "", "");

        assertThat(query("select string_agg(product_id || ':' || views, ' ' order by product_id) from page_view"))
                .isEqualTo("1:2 2:1");
    }

    @Test
    void a_price_that_was_changed_is_shown_and_paid() throws Exception {
        String session = logIn();
        put(session, 1, 2);

        String changed = send("PUT", "/prices/1", "{\"priceCents\":300}", "").body();
        order(session, 1);

        assertThat(changed)
                .isEqualTo("{\"id\":1,\"name\":\"Berry Juice\",\"brand\":\"Washington\",\"priceCents\":300}")
                .isEqualTo(send("GET", "/prices/1", "", "").body())
                .isEqualTo(send("GET", "/product/1", "", "").body());
        assertThat(query("select price_cents from order_line")).isEqualTo("300");
    }

    @Test
    void an_order_that_is_sent_again_is_written_once() throws Exception {
        String session = logIn();
        put(session, 1, 2);

        String first = order(session, 1).body();
        String again = order(session, 1).body();
        String afterANewLogin = logIn();
        put(afterANewLogin, 1, 2);
        String last = order(afterANewLogin, 1).body();

        assertThat(List.of(again, last)).containsOnly(first);
        assertThat(query("select sold from product where id = 1")).isEqualTo("2");
        assertThat(order(afterANewLogin, 2).statusCode())
                .as("the cart is empty")
                .isEqualTo(409);
    }

    @Test
    void a_reference_that_another_customer_chose_is_neither_shown_nor_in_the_way() throws Exception {
        String first = logIn(7);
        put(first, 1, 2);
        order(first, 4_711);
        String second = logIn(9);

        int withAnEmptyCart = order(second, 4_711).statusCode();
        put(second, 2, 3);
        HttpResponse<String> receipt = order(second, 4_711);

        assertThat(withAnEmptyCart).isEqualTo(409);
        assertThat(receipt.statusCode()).isEqualTo(200);
        assertThat(receipt.body())
                .isEqualTo(
                        "{\"order\":" + query("select id from orders where customer_id = 9") + ",\"reference\":4711}");
        assertThat(query("select string_agg(customer_id || ':' || product_id || ':' || units, ' ' order by customer_id)"
                        + " from orders join order_line on order_id = id"))
                .isEqualTo("7:1:2 9:2:3");
    }

    @Test
    void an_order_that_is_sent_many_times_at_once_is_written_once() throws Exception {
        String session = logIn();
        put(session, 2, 5);
        ExecutorService hands = Executors.newFixedThreadPool(4);
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(hands.submit(() -> orderUntilAnswered(session)));
        }

        for (Future<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().body())
                    .isEqualTo("{\"order\":" + query("select id from orders") + ",\"reference\":1}");
        }
        hands.shutdown();
        assertThat(query("select sold from product where id = 2")).isEqualTo("5");
    }

    @Test
    void putting_the_same_line_again_changes_nothing() throws Exception {
        String session = logIn();

        put(session, 1, 2);
        put(session, 1, 2);
        order(session, 1);

        assertThat(query("select sum(units) from order_line")).isEqualTo("2");
    }

    @Test
    void who_logs_in_again_has_another_session_cookie_and_the_cart_from_before() throws Exception {
        String before = logIn();
        put(before, 1, 2);

        String now = cookie(send("POST", "/login", "{\"customer\":7}", before));

        assertThat(put(before, 1, 1)).isEqualTo(401);
        assertThat(order(now, 1).statusCode()).isEqualTo(200);
        assertThat(query("select sum(units) from order_line")).isEqualTo("2");
    }

    @Test
    void who_logs_in_while_the_session_is_ended_begins_with_a_new_one() throws Exception {
        String before = logIn();
        put(before, 1, 2);

        HttpResponse<String> answer = whileBlocked(
                "delete from scalekit_session", () -> send("POST", "/login", "{\"customer\":7}", before), () -> {});

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(order(cookie(answer), 1).statusCode())
                .as("the cart is empty")
                .isEqualTo(409);
        assertThat(put(cookie(answer), 1, 2)).isEqualTo(200);
    }

    @Test
    void a_cart_that_is_changed_while_it_is_ordered_is_a_conflict_and_the_order_is_written() throws Exception {
        String session = logIn();
        put(session, 1, 2);

        HttpResponse<String> answer = whileBlocked(
                "update product set sold = 0 where id = 1", () -> order(session, 1), () -> put(session, 2, 3));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(query("select sold from product where id = 1")).isEqualTo("2");
        assertThat(order(session, 1).body()).isEqualTo("{\"order\":1,\"reference\":1}");
    }

    @Test
    void sessions_without_their_tables_are_an_error_of_the_shop() throws Exception {
        String session = logIn();
        cluster.primary().execute("drop table scalekit_session cascade");

        assertThat(put(session, 1, 2)).isEqualTo(500);
    }

    @Test
    void another_server_finds_the_session() {
        String session = logIn();
        put(session, 1, 2);

        try (SessionStore elsewhere = Sessions.inDatabase(pool)) {
            Sessions sessions = new Sessions(elsewhere);
            Session found =
                    sessions.find(session.substring("session=".length())).orElseThrow();

            assertThat(sessions.customer(found)).isEqualTo(7);
            assertThat(sessions.cart(found).lines()).containsExactly(new CartLine(1, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "session=", "session=00000000000000000000000000000000", "session=../../etc", "x=y"})
    void without_a_session_there_is_no_cart_and_no_order(String cookie) throws Exception {
        assertThat(put(cookie, 1, 1)).isEqualTo(401);
        assertThat(order(cookie, 1).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET|/product/99||404",
                "GET|/product/x||404",
                "GET|/product||400",
                "GET|/nowhere||404",
                "GET|/health||200",
                "POST|/login|{\"customer\":8}|403",
                "POST|/login|{|400",
                "PUT|/cart|{\"product\":1,\"units\":0}|400",
                "PUT|/cart|{\"product\":1,\"units\":1001}|400",
                "PUT|/cart|{\"product\":99,\"units\":1}|404",
                "PUT|/cart|[[[[|400",
                "GET|/prices/1||200",
                "GET|/prices/99||404",
                "GET|/prices||400",
                "PUT|/prices/99|{\"priceCents\":1}|404",
                "PUT|/prices/1|{\"priceCents\":0}|400",
                "PUT|/prices/1|{}|400",
                "PUT|/prices/1|{|400",
                "POST|/prices/1|{\"priceCents\":1}|404"
            })
    void what_cannot_be_is_answered_clearly(String method, String path, String body, int status) throws Exception {
        assertThat(send(method, path, body == null ? "" : body, logIn()).statusCode())
                .isEqualTo(status);
    }

    @Test
    void a_body_without_end_is_refused() throws Exception {
        assertThat(send("POST", "/login", " ".repeat(10_000), "").statusCode()).isEqualTo(400);
    }

    @Test
    void a_database_that_is_down_is_said_to_be_and_comes_back() throws Exception {
        String session = logIn();
        put(session, 1, 2);
        cluster.primary().kill();
        int whileDown = order(session, 1).statusCode();
        cluster.primary().start();

        assertThat(whileDown).isEqualTo(503);
        // A connection that was used a moment ago is handed out unchecked, so the first attempts may meet a dead one.
        Await.until(
                "an order to be taken",
                Duration.ofSeconds(30),
                () -> order(session, 1).statusCode() == 200);
        assertThat(query("select count(*) from orders")).isEqualTo("1");
    }

    /** Sends a request that has to wait for a statement, does something else meanwhile, and returns the answer. */
    private static HttpResponse<String> whileBlocked(
            String statement, Supplier<HttpResponse<String>> request, Runnable meanwhile) throws Exception {
        try (Connection connection = cluster.primary().connect();
                Statement first = connection.createStatement()) {
            connection.setAutoCommit(false);
            first.execute(statement);
            Future<HttpResponse<String>> answer = threads.submit(request::get);
            Await.until(
                    "the request to wait",
                    Duration.ofSeconds(30),
                    () -> query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                            .equals("1"));
            meanwhile.run();
            connection.commit();
            return answer.get();
        }
    }

    private static String logIn() {
        return logIn(7);
    }

    private static String logIn(int customer) {
        return cookie(send("POST", "/login", "{\"customer\":" + customer + "}", ""));
    }

    private static String cookie(HttpResponse<String> answer) {
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        return cookie.split(";", 2)[0];
    }

    private static int put(String session, int product, int units) {
        return send("PUT", "/cart", "{\"product\":" + product + ",\"units\":" + units + "}", session)
                .statusCode();
    }

    private static HttpResponse<String> order(String session, long reference) {
        return send("POST", "/orders", "{\"reference\":" + reference + "}", session);
    }

    /** One of several at once may find that another one has emptied the cart. */
    private static HttpResponse<String> orderUntilAnswered(String session) {
        HttpResponse<String> answer = order(session, 1);
        while (answer.statusCode() == 409) {
            answer = order(session, 1);
        }
        return answer;
    }

    private static HttpResponse<String> send(String method, String path, String body, String cookie) {
        return send(server, method, path, body, cookie);
    }

    private static HttpResponse<String> send(HttpServer asked, String method, String path, String body, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + asked.getAddress().getPort() + path))
                .method(method, BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return browser.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private static String query(String sql) {
        return cluster.primary().query(sql);
    }
}
