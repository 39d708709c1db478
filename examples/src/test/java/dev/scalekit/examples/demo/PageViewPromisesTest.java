package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.Auditor.State;
import dev.scalekit.examples.demo.Promise.Verdict;
import dev.scalekit.examples.shop.Product;
import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The promises about page views are seen to hold, and to be found broken once a fault is planted. */
final class PageViewPromisesTest {
    private static final FoodMart STOCK = new FoodMart(
            List.of(new Product(1, "Berry Juice", "Washington", 285), new Product(2, "Mango Drink", "Washington", 74)),
            List.of(),
            List.of());

    private static PgCluster cluster;

    private final ViewLedger views = new ViewLedger();
    private final AtomicLong nanos = new AtomicLong();
    private PgServer server;
    private PageViewsLost lost;
    private PageViewsDoubled doubled;

    @BeforeAll
    static void start() {
        cluster = PgCluster.builder().start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void stock() throws SQLException {
        server = cluster.primary();
        lost = new PageViewsLost(views, server.dataSource(), nanos::get);
        doubled = new PageViewsDoubled(views, server.dataSource());
        server.execute("drop schema public cascade", "create schema public");
        Stock.load(STOCK, server.dataSource());
    }

    @Test
    void what_came_and_was_counted_holds_both_promises() throws Exception {
        look(1, 1, 2);
        views.begin(2); // Its answer got lost.
        count("(1, 2), (2, 1)");

        assertThat(lost.check()).isEqualTo(new Verdict(3, 0, ""));
        assertThat(doubled.check()).isEqualTo(new Verdict(3, 0, ""));
    }

    @Test
    void a_page_whose_answer_got_lost_may_have_been_counted() throws Exception {
        views.begin(1);
        count("(1, 1)");

        assertThat(lost.check().violations()).isZero();
        assertThat(doubled.check().violations()).isZero();
    }

    @Test
    void what_is_on_its_way_is_not_lost_until_it_should_have_arrived() throws Exception {
        look(1, 2);
        count("(1, 1)");

        Verdict onItsWay = lost.check();
        nanos.addAndGet(PageViewsLost.PATIENCE.toNanos());
        Verdict tooLate = lost.check();

        assertThat(onItsWay).isEqualTo(new Verdict(0, 0, ""));
        assertThat(tooLate).isEqualTo(new Verdict(2, 1, "lost, of the products: 2"));
    }

    @Test
    void what_arrives_late_is_found_by_the_next_check_and_newer_ones_wait_their_own_time() throws Exception {
        look(1);
        lost.check();
        count("(1, 1)");
        look(2);
        nanos.addAndGet(PageViewsLost.PATIENCE.toNanos());

        assertThat(lost.check()).isEqualTo(new Verdict(1, 0, ""));
        assertThat(lost.check()).isEqualTo(new Verdict(1, 0, ""));
    }

    @Test
    void one_product_counted_too_often_does_not_hide_that_another_one_was_lost() throws Exception {
        look(1, 2);
        count("(1, 2)");

        lost.check();
        nanos.addAndGet(PageViewsLost.PATIENCE.toNanos());

        assertThat(lost.check()).isEqualTo(new Verdict(2, 1, "lost, of the products: 2"));
        assertThat(doubled.check()).isEqualTo(new Verdict(2, 1, "too many, of the products: 1"));
    }

    @Test
    void a_view_of_a_page_that_nobody_asked_for_is_found() throws Exception {
        look(1);
        count("(1, 1), (2, 7)");

        assertThat(doubled.check()).isEqualTo(new Verdict(8, 7, "too many, of the products: 2"));
    }

    @Test
    void in_the_end_everything_that_came_is_awaited_and_what_does_not_come_is_lost() throws Exception {
        look(1);
        count("(1, 1)");
        lost.settle();
        Verdict arrived = lost.check();
        look(2);
        // The time passes between the looks of settle.
        PageViewsLost hasty = new PageViewsLost(
                views, server.dataSource(), () -> nanos.getAndAdd(PageViewsLost.PATIENCE.toNanos() / 2));
        Auditor auditor = new Auditor(List.of(hasty), new Timeline(() -> 0));

        boolean held = auditor.checkInTheEnd();

        assertThat(arrived).isEqualTo(new Verdict(1, 0, ""));
        assertThat(held).isFalse();
        assertThat(auditor.finding(hasty).state()).isEqualTo(State.BROKEN);
        assertThat(auditor.finding(hasty).verdict()).isEqualTo(new Verdict(2, 1, "lost, of the products: 2"));
    }

    @Test
    void in_the_end_nothing_is_awaited_where_something_is_lost_already() throws Exception {
        look(1);
        lost.check();
        nanos.addAndGet(PageViewsLost.PATIENCE.toNanos());
        look(2);

        // Time stands still.
        lost.settle();

        assertThat(lost.check()).isEqualTo(new Verdict(1, 1, "lost, of the products: 1"));
    }

    /** As the customers do it. */
    private void look(int... products) {
        for (int product : products) {
            views.begin(product);
            views.acknowledge(product);
        }
    }

    private void count(String rows) {
        server.execute("insert into page_view values " + rows);
    }
}
