package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.scalekit.cache.CacheException;
import dev.scalekit.queue.QueueException;
import dev.scalekit.session.AttributeConflictException;
import dev.scalekit.session.SaveOutcomeUnknownException;
import dev.scalekit.session.Session;
import dev.scalekit.session.SessionException;
import dev.scalekit.session.StoreUnavailableException;
import dev.scalekit.session.TooManySessionsException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** What the shop answers to which request. Thread-safe. */
final class Routes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    private static final String LOG_IN_FIRST = "log in first";

    private final Shop shop;
    private final Products products;
    private final Sessions sessions;
    private final PageViews views;
    private final Freshness freshness;

    Routes(Shop shop, Products products, Sessions sessions, PageViews views, Freshness freshness) {
        this.shop = shop;
        this.products = products;
        this.sessions = sessions;
        this.views = views;
        this.freshness = freshness;
    }

    /** What a customer sends to log in. There are no passwords in this shop. */
    record Login(int customer) {}

    /** What a customer sends to order what is in the cart; see {@link Shop#placeOrder}. */
    record Checkout(long reference) {}

    /** What a customer gets for an order. */
    record Receipt(long order, long reference) {}

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (Exchange exchange = new Exchange(http)) {
            freshness.within(exchange, () -> answer(exchange));
            exchange.send();
        }
    }

    private void answer(Exchange exchange) throws IOException {
        try {
            route(exchange);
            freshness.note(exchange);
        } catch (JacksonException | IllegalArgumentException e) {
            exchange.answer(400, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            LOG.debug("{} failed", exchange.route(), e);
            exchange.answer(503, "the database did not answer: SQLSTATE " + e.getSQLState());
        } catch (AttributeConflictException | TooManySessionsException e) {
            exchange.answer(409, String.valueOf(e.getMessage()));
        } catch (StoreUnavailableException | SaveOutcomeUnknownException e) {
            LOG.debug("{} failed", exchange.route(), e);
            exchange.answer(503, "the session could not be read, or not be saved");
        } catch (SessionException e) {
            LOG.error("{} failed", exchange.route(), e);
            exchange.answer(500, "the shop is not set up to keep sessions");
        } catch (CacheException e) {
            LOG.debug("{} failed", exchange.route(), e);
            exchange.answer(503, "the product could not be loaded");
        } catch (QueueException e) {
            LOG.debug("{} failed", exchange.route(), e);
            exchange.answer(503, "the page view could not be stored");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.answer(503, "the server ends");
        }
    }

    private void route(Exchange exchange) throws IOException, SQLException, InterruptedException {
        switch (exchange.route()) {
            case "GET /health" -> exchange.answer(200, "up");
            case "GET /product" -> product(exchange);
            case "POST /login" -> login(exchange);
            case "PUT /cart" -> cart(exchange);
            case "POST /orders" -> order(exchange);
            case "GET /orders" -> placed(exchange);
            default -> exchange.answer(404, "no such page");
        }
    }

    /** The page says that the view is counted, or will be: one that cannot be stored is answered by an error. */
    private void product(Exchange exchange) throws IOException, SQLException, InterruptedException {
        Optional<Product> product = products.product(exchange.number());
        if (product.isPresent()) {
            views.add(product.get().id(), exchange.idempotencyKey());
        }
        exchange.answer(
                product.isPresent() ? 200 : 404, product.<Object>map(p -> p).orElse("no such product"));
    }

    private void login(Exchange exchange) throws IOException, SQLException {
        int customer = exchange.body(Login.class).customer();
        if (!shop.hasCustomer(customer)) {
            exchange.answer(403, "no such customer");
            return;
        }
        exchange.setSession(sessions.logIn(customer, exchange.session()));
        exchange.answer(200, "welcome");
    }

    private void cart(Exchange exchange) throws IOException, SQLException {
        CartLine line = exchange.body(CartLine.class);
        Optional<Session> session = session(exchange);
        if (session.isEmpty()) {
            return;
        }
        if (products.product(line.product()).isEmpty()) {
            exchange.answer(404, "no such product");
            return;
        }
        Optional<Cart> cart = sessions.cart(session.get()).with(line);
        if (cart.isEmpty()) {
            exchange.answer(409, "the cart is full");
        } else if (sessions.keep(session.get(), cart.get())) {
            exchange.answer(200, "in the cart");
        } else {
            exchange.answer(401, LOG_IN_FIRST);
        }
    }

    private void order(Exchange exchange) throws IOException, SQLException {
        long reference = exchange.body(Checkout.class).reference();
        Optional<Session> session = session(exchange);
        if (session.isEmpty()) {
            return;
        }
        int customer = sessions.customer(session.get());
        Cart cart = sessions.cart(session.get());
        // An order that is sent again because its answer got lost finds the cart empty, and itself written.
        Optional<Long> order = cart.lines().isEmpty()
                ? shop.findOrder(reference, customer)
                : Optional.of(shop.placeOrder(reference, customer, cart.lines()));
        if (order.isEmpty()) {
            exchange.answer(409, "the cart is empty");
            return;
        }
        if (!cart.lines().isEmpty()) {
            // Should the session be gone meanwhile, so is its cart; the order is written in any case.
            sessions.keep(session.get(), Cart.EMPTY);
        }
        exchange.answer(200, new Receipt(order.get(), reference));
    }

    /** What the customer has ordered under a reference. */
    private void placed(Exchange exchange) throws SQLException {
        int reference = exchange.number();
        Optional<Session> session = session(exchange);
        if (session.isPresent()) {
            List<CartLine> lines = shop.orderedLines(reference, sessions.customer(session.get()));
            exchange.answer(lines.isEmpty() ? 404 : 200, lines.isEmpty() ? "no such order" : lines);
        }
    }

    /** Answers 401 where there is none. */
    private Optional<Session> session(Exchange exchange) {
        Optional<Session> session = exchange.session().flatMap(sessions::find);
        if (session.isEmpty()) {
            exchange.answer(401, LOG_IN_FIRST);
        }
        return session;
    }
}
