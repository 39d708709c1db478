package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.Auditor.State;
import dev.scalekit.examples.demo.FoodMart.Sale;
import dev.scalekit.examples.demo.Promise.Verdict;
import dev.scalekit.examples.shop.Customer;
import dev.scalekit.examples.shop.Product;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
    private PgServer server;
    private OrdersLost lost;
    private OrdersDoubled doubled;
    private OrdersHalfDone halfDone;

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
        server.execute("drop table if exists session, counted_view, page_view, order_line, orders, product, customer");
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
