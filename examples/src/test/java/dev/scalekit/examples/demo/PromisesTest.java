package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.Auditor.State;
import dev.scalekit.examples.demo.FoodMart.Sale;
import dev.scalekit.examples.demo.Promise.Verdict;
import dev.scalekit.examples.shop.Customer;
import dev.scalekit.examples.shop.Product;
import dev.scalekit.session.JdbcSessionStore;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionStore;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each promise is seen to hold, and to be found broken once a fault is planted. */
final class PromisesTest {
    private static final FoodMart STOCK = new FoodMart(
            List.of(new Product(1, "Berry Juice", "Washington", 285), new Product(2, "Mango Drink", "Washington", 74)),
            List.of(new Customer(7, "Sheri Nowmer", "Tlaxiaco", "Mexico")),
            List.of());

    private static PgCluster cluster;

    private final Ledger ledger = new Ledger();
    private final SessionLedger sessions = ledger.sessions();
    private final List<Browser.Held> held = new ArrayList<>();
    private PgServer server;
    private OrdersLost lost;
    private OrdersDoubled doubled;
    private OrdersHalfDone halfDone;
    private SessionsLost sessionsLost;

    @BeforeAll
    static void start() {
        // A commit is acknowledged before it is on disk once a test says so, and the disk then hears of it much later.
        cluster = PgCluster.builder().setting("wal_writer_delay", "10s").start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void stock() throws SQLException {
        server = cluster.primary();
        lost = new OrdersLost(ledger, server.dataSource());
        doubled = new OrdersDoubled(ledger, server.dataSource());
        halfDone = new OrdersHalfDone(server.dataSource());
        sessionsLost = new SessionsLost(sessions, () -> held, server.dataSource());
        server.execute("drop schema public cascade", "create schema public");
        Stock.load(STOCK, server.dataSource());
    }

    @Test
    void what_was_ordered_and_confirmed_holds_every_promise() throws Exception {
        confirm(order(new Sale(371, 7, 1, 2)));
        confirm(order(new Sale(371, 7, 2, 1)));
        ledger.send(new Sale(372, 7, 2, 1)); // Its answer and all else got lost.

        assertThat(lost.check()).isEqualTo(new Verdict(2, 0, ""));
        assertThat(doubled.check()).isEqualTo(new Verdict(2, 0, ""));
        assertThat(halfDone.check()).isEqualTo(new Verdict(4, 0, ""));
    }

    @Test
    void a_commit_acknowledged_before_it_is_on_disk_is_an_order_lost() throws Exception {
        confirm(order(new Sale(371, 7, 1, 2)));
        server.execute("alter system set synchronous_commit = off", "select pg_reload_conf()");
        while (server.query("show synchronous_commit").equals("on")) {
            Thread.onSpinWait();
        }
        long tooEarly = order(new Sale(371, 7, 2, 3));
        confirm(tooEarly);
        server.kill();
        server.start();
        server.execute("alter system reset synchronous_commit", "select pg_reload_conf()");

        assertThat(lost.check()).isEqualTo(new Verdict(2, 1, "lost: " + tooEarly));
    }

    @Test
    void an_order_with_other_contents_is_an_order_lost() throws Exception {
        long reference = order(new Sale(371, 7, 1, 2));
        confirm(reference);

        execute("update order_line set units = 3");

        assertThat(lost.check()).isEqualTo(new Verdict(1, 1, "lost: " + reference));
    }

    @Test
    void an_order_written_twice_is_found() throws Exception {
        execute("alter table orders drop constraint orders_customer_id_reference_key");
        Sale sale = new Sale(371, 7, 1, 2);
        long reference = ledger.send(sale);
        write(reference, sale);
        write(reference, sale);

        assertThat(doubled.check()).isEqualTo(new Verdict(1, 1, "doubled or invented: " + reference));
    }

    @Test
    void an_order_with_its_line_twice_is_found() throws Exception {
        long reference = order(new Sale(371, 7, 1, 2));

        execute("insert into order_line select order_id, line + 1, product_id, units, price_cents from order_line");

        assertThat(doubled.check()).isEqualTo(new Verdict(1, 1, "doubled or invented: " + reference));
    }

    @Test
    void an_order_that_nobody_sent_is_found() throws Exception {
        write(99, new Sale(371, 7, 1, 2));

        assertThat(doubled.check()).isEqualTo(new Verdict(1, 1, "doubled or invented: 99"));
    }

    @Test
    void an_order_without_a_line_and_a_product_counted_wrong_are_half_done() throws Exception {
        order(new Sale(371, 7, 1, 2));

        execute("delete from order_line");

        assertThat(halfDone.check())
                .isEqualTo(new Verdict(3, 2, "1 orders without a line, 1 products with a wrong count"));
    }

    @Test
    void whoever_is_told_to_log_in_again_has_lost_a_session() throws Exception {
        sessions.begun();
        sessions.begun();

        sessions.lost(sessions.era());

        assertThat(sessionsLost.check()).isEqualTo(new Verdict(2, 1, "1 times somebody had to log in again"));
    }

    @Test
    void a_session_that_was_begun_in_another_place_stays_behind() throws Exception {
        int before = sessions.era();
        sessions.begun();
        held.add(new Browser.Held(7, "session=unknown", before));
        sessions.move();

        sessions.lost(before);

        assertThat(sessionsLost.check()).isEqualTo(new Verdict(1, 0, ""));
    }

    @Test
    void a_session_is_lost_that_is_not_in_the_database_though_nobody_has_missed_it_yet() throws Exception {
        logIn("7");
        String other = logIn("7");
        Verdict before = sessionsLost.check();

        execute("delete from scalekit_session where token_hash = sha256('" + other + "')");

        assertThat(before).isEqualTo(new Verdict(2, 0, ""));
        assertThat(sessionsLost.check()).isEqualTo(new Verdict(2, 1, "not in the database, of customers: 7"));
    }

    @Test
    void a_session_that_became_somebody_elses_is_lost() throws Exception {
        logIn("7");

        execute("update scalekit_session set user_id = '9'");

        assertThat(sessionsLost.check()).isEqualTo(new Verdict(1, 1, "not in the database, of customers: 7"));
    }

    @Test
    void a_promise_that_was_broken_once_stays_broken() throws Exception {
        Auditor auditor = new Auditor(List.of(doubled), new Timeline(() -> 0));
        write(99, new Sale(371, 7, 1, 2));
        boolean held = auditor.checkNow();
        execute("delete from order_line", "delete from orders");

        assertThat(held).isFalse();
        assertThat(auditor.checkNow()).isFalse();
        assertThat(auditor.finding(doubled).state()).isEqualTo(State.BROKEN);
    }

    @Test
    void a_promise_that_cannot_be_checked_is_not_called_held() throws Exception {
        Timeline timeline = new Timeline(() -> 0);
        Auditor auditor = new Auditor(List.of(halfDone), timeline);
        boolean before = auditor.checkNow();
        execute("alter table orders rename to hidden");
        boolean while_ = auditor.checkNow();
        execute("alter table hidden rename to orders");

        assertThat(before).isTrue();
        assertThat(while_).isFalse();
        assertThat(auditor.checkNow()).isTrue();
        assertThat(timeline.newest()).isEmpty();
    }

    private long order(Sale sale) throws SQLException {
        long reference = ledger.send(sale);
        write(reference, sale);
        return reference;
    }

    /** As the shop and the customer do it; returns the token. */
    private String logIn(String customer) {
        try (SessionStore store =
                JdbcSessionStore.builder(server.dataSource()).cleanupByCaller().build()) {
            Session session = store.create();
            session.login(customer);
            sessions.begun();
            held.add(new Browser.Held(Integer.parseInt(customer), "session=" + session.token(), sessions.era()));
            return session.token();
        }
    }

    private void confirm(long reference) {
        ledger.acknowledge(reference);
    }

    /** As the shop does it. */
    private void write(long reference, Sale sale) throws SQLException {
        execute(
                "insert into orders (reference, customer_id) values (" + reference + ", " + sale.customer() + ")",
                "insert into order_line select max(id), 0, " + sale.product() + ", " + sale.units() + ", 1 from orders",
                "update product set sold = sold + " + sale.units() + " where id = " + sale.product());
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
                statement.execute(sql);
            }
            connection.commit();
        }
    }
}
