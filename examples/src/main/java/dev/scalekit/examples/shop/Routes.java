package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.scalekit.queue.QueueException;
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

    private final Shop shop;
    private final Sessions sessions;
    private final PageViews views;

    Routes(Shop shop, Sessions sessions, PageViews views) {
        this.shop = shop;
        this.sessions = sessions;
        this.views = views;
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
            try {
                route(exchange);
            } catch (JacksonException | IllegalArgumentException e) {
                exchange.answer(400, String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                LOG.debug("{} failed", exchange.route(), e);
                exchange.answer(503, "the database did not answer: SQLSTATE " + e.getSQLState());
            } catch (QueueException e) {
                LOG.debug("{} failed", exchange.route(), e);
                exchange.answer(503, "the page view could not be stored");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.answer(503, "the server ends");
            }
        }
    }

    private void route(Exchange exchange) throws IOException, SQLException, InterruptedException {
        switch (exchange.route()) {
            case "GET /health" -> exchange.answer(200, "up");
            case "GET /product" -> product(exchange);
            case "POST /login" -> login(exchange);
            case "PUT /cart" -> cart(exchange);
            case "POST /orders" -> order(exchange);
            default -> exchange.answer(404, "no such page");
        }
    }

    /** The page says that the view is counted, or will be: one that cannot be stored is answered by an error. */
    private void product(Exchange exchange) throws IOException, SQLException, InterruptedException {
        Optional<Product> product = shop.product(exchange.number());
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
        exchange.setSession(sessions.start(customer));
        exchange.answer(200, "welcome");
    }

    private void cart(Exchange exchange) throws IOException, SQLException {
        CartLine line = exchange.body(CartLine.class);
        Optional<Session> session = session(exchange);
        if (session.isEmpty()) {
            return;
        }
        if (shop.product(line.product()).isEmpty()) {
            exchange.answer(404, "no such product");
            return;
        }
        boolean fits = session.get().put(line);
        if (fits) {
            sessions.save(session.get());
        }
        exchange.answer(fits ? 200 : 409, fits ? "in the cart" : "the cart is full");
    }

    private void order(Exchange exchange) throws IOException, SQLException {
        long reference = exchange.body(Checkout.class).reference();
        Optional<Session> session = session(exchange);
        if (session.isEmpty()) {
            return;
        }
        int customer = session.get().customer();
        List<CartLine> cart = session.get().cart();
        // An order that is sent again because its answer got lost finds the cart empty, and itself written.
        Optional<Long> order = cart.isEmpty()
                ? shop.findOrder(reference, customer)
                : Optional.of(shop.placeOrder(reference, customer, cart));
        if (order.isEmpty()) {
            exchange.answer(409, "the cart is empty");
            return;
        }
        session.get().remove(cart);
        sessions.save(session.get());
        exchange.answer(200, new Receipt(order.get(), reference));
    }

    /** Answers 401 where there is none. */
    private Optional<Session> session(Exchange exchange) throws IOException, SQLException {
        Optional<String> token = exchange.session();
        Optional<Session> session = token.isPresent() ? sessions.find(token.get()) : Optional.empty();
        if (session.isEmpty()) {
            exchange.answer(401, "log in first");
        }
        return session;
    }
}
