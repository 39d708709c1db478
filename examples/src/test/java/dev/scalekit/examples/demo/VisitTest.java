package dev.scalekit.examples.demo;

import static dev.scalekit.examples.demo.ScriptedShop.CUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.examples.demo.FoodMart.Sale;
import dev.scalekit.examples.demo.Promise.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a customer does when the shop fails in every way that it can. */
final class VisitTest {
    private static final Sale SALE = new Sale(371, 7, 1, 2);

    /** How much later each look at the clock is. */
    private final AtomicLong clockStep = new AtomicLong();

    private final AtomicLong nanos = new AtomicLong();
    private final Ledger ledger = new Ledger();
    private ScriptedShop shop;
    private Customers customers;
    private Network network;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        shop = new ScriptedShop();
        Options options = Options.parse(List.of(), Steps.ALL, 0);
        customers = new Customers(
                List.of(SALE), options, shop.address(), "web1", ledger, () -> nanos.addAndGet(clockStep.get()));
        network = new Network(shop.address(), customers.requests(), () -> nanos.addAndGet(clockStep.get()));
        browser = new Browser(SALE.customer(), network);
    }

    @AfterEach
    void close() {
        network.close();
        customers.close();
        shop.close();
    }

    @Test
    void a_customer_looks_logs_in_fills_the_cart_and_orders() {
        visit();

        assertThat(shop.requests())
                .containsExactly(
                        "GET /product/1",
                        "GET /product/5",
                        "POST /login {\"customer\":7}",
                        "PUT /cart {\"product\":1,\"units\":2} session=1",
                        "POST /orders {\"reference\":1} session=1",
                        "GET /orders/1 session=1");
        assertThat(ledger.acknowledged()).containsExactly(1L);
        assertThat(ledger.sent(1)).contains(SALE);
        assertThat(customers.requests().answered()).isEqualTo(6);
        assertThat(ledger.views().begun()).isEqualTo(Map.of(1, 1L, 5, 1L));
        assertThat(ledger.views().acknowledged()).isEqualTo(Map.of(1, 1L, 5, 1L));
    }

    @Test
    void an_order_that_is_not_shown_right_after_the_receipt_is_a_stale_read_once_that_counts() {
        shop.answers("GET /orders/1", 404);
        shop.answers("GET /orders/2", 404);
        shop.answers("GET /orders/3", 503);
        visit();
        ledger.ownReads().begin();

        visit();
        visit();
        visit();

        StaleReads promise = new StaleReads(ledger.ownReads());
        assertThat(promise.check()).isEqualTo(new Verdict(2, 1, "not shown: 2"));
        assertThat(promise.how()).endsWith("1 more looks got an answer that says nothing of the order, or none");
    }

    @Test
    void that_nobody_could_look_at_an_order_is_no_promise_held() {
        shop.answers("GET /orders/1", 401);
        shop.answers("GET /orders/2", 503);
        ledger.ownReads().begin();

        visit();
        visit();

        Auditor auditor = new Auditor(List.of(new StaleReads(ledger.ownReads())), new Timeline(() -> 0));
        assertThat(auditor.checkNow()).isFalse();
        assertThat(ledger.ownReads().unansweredCount()).isEqualTo(2);
    }

    @Test
    void a_customer_who_comes_back_is_still_logged_in() {
        visit();
        visit();

        assertThat(shop.requests())
                .filteredOn(request -> request.startsWith("POST /login"))
                .hasSize(1);
        assertThat(ledger.acknowledged()).containsExactly(1L, 2L);
    }

    @Test
    void an_order_whose_answer_got_lost_is_sent_again_under_the_same_reference() {
        shop.answers("POST /orders", CUT, 503, 200);

        visit();

        assertThat(shop.requests())
                .filteredOn(request -> request.startsWith("POST /orders"))
                .containsExactly(
                        "POST /orders {\"reference\":1} session=1",
                        "POST /orders {\"reference\":1} session=1",
                        "POST /orders {\"reference\":1} session=1");
        assertThat(ledger.acknowledged()).containsExactly(1L);
        assertThat(customers.requests().failures()).isEqualTo(2);
    }

    @Test
    void a_customer_who_was_logged_out_logs_in_again_and_fills_the_cart_again() {
        shop.answers("POST /orders", 401);

        visit();

        assertThat(shop.requests())
                .endsWith(
                        "POST /orders {\"reference\":1} session=1",
                        "POST /login {\"customer\":7}",
                        "PUT /cart {\"product\":1,\"units\":2} session=2",
                        "POST /orders {\"reference\":1} session=2",
                        "GET /orders/1 session=2");
        assertThat(customers.loggedOut()).isOne();
        assertThat(ledger.sessions().begunCount()).isEqualTo(2);
        assertThat(ledger.sessions().lostCount()).isOne();
        assertThat(ledger.acknowledged()).containsExactly(1L);
    }

    @Test
    void a_session_from_before_they_moved_elsewhere_is_not_lost() {
        visit();
        ledger.sessions().move();
        shop.answers("PUT /cart", 401);

        visit();

        assertThat(customers.loggedOut()).isOne();
        assertThat(ledger.sessions().lostCount()).isZero();
    }

    @Test
    void of_what_fails_only_a_login_could_do_harm_if_it_were_sent_again() {
        for (String route : List.of("GET /product/1", "POST /login", "PUT /cart", "POST /orders")) {
            shop.answers(route, CUT, 503);
        }

        try (Window window = customers.requests().open()) {
            visit();

            assertThat(window.failures() - window.idempotentFailures()).isEqualTo(2);
            assertThat(window.idempotentFailures()).isPositive();
        }
    }

    @Test
    void a_cart_that_was_found_empty_is_filled_again() {
        shop.answers("POST /orders", 409);

        visit();

        assertThat(shop.requests())
                .filteredOn(request -> request.startsWith("PUT /cart"))
                .hasSize(2);
        assertThat(ledger.acknowledged()).containsExactly(1L);
    }

    @Test
    void a_page_that_fails_is_given_up_and_counted() {
        shop.answers("GET /product/1", 500);
        shop.answers("GET /product/5", 503);
        shop.answers("PUT /cart", CUT);

        visit();

        assertThat(customers.requests().failures()).isEqualTo(3);
        assertThat(ledger.acknowledged()).containsExactly(1L);
        assertThat(ledger.views().begun()).isEqualTo(Map.of(1, 1L, 5, 1L));
        assertThat(ledger.views().acknowledgedCount()).isZero();
    }

    @Test
    void a_customer_who_gave_up_begins_anew_so_that_the_cart_is_empty() {
        visit();
        shop.answers("POST /orders", 503);
        clockStep.set(31_000_000_000L);
        visit();
        clockStep.set(0);

        visit();

        assertThat(customers.gaveUp()).isOne();
        assertThat(shop.requests())
                .endsWith(
                        "POST /login {\"customer\":7}",
                        "PUT /cart {\"product\":1,\"units\":2} session=2",
                        "POST /orders {\"reference\":3} session=2",
                        "GET /orders/3 session=2");
        assertThat(ledger.acknowledged()).containsExactly(1L, 3L);
    }

    @Test
    void a_page_that_is_not_there_is_a_failure() {
        shop.answers("GET /product/1", 404);

        visit();

        assertThat(customers.requests().failures()).isOne();
    }

    @Test
    void a_customer_gives_up_after_a_while_and_the_order_stays_unacknowledged() {
        shop.close();
        clockStep.set(11_000_000_000L);

        visit();

        assertThat(customers.gaveUp()).isOne();
        assertThat(browser.isLoggedIn()).isFalse();
        assertThat(ledger.acknowledged()).isEmpty();
        assertThat(ledger.sent(1)).contains(SALE);
    }

    private void visit() {
        new Visit(SALE, new int[] {5}, 0, browser, customers).run();
    }
}
