package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.scalekit.cache.CacheException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Where the shop's staff looks at prices, as customers see them, and changes them. Thread-safe. */
final class PriceConsole implements HttpHandler {
    private final Products products;

    PriceConsole(Products products) {
        this.products = products;
    }

    /** What the staff sends. */
    record Price(long priceCents) {
        Price {
            if (priceCents < 1) {
                throw new IllegalArgumentException("priceCents must be 1 or more: " + priceCents);
            }
        }
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (Exchange exchange = new Exchange(http)) {
            try {
                switch (exchange.route()) {
                    case "GET /prices" -> answer(exchange, products.product(exchange.number()));
                    case "PUT /prices" -> answer(exchange, changed(exchange));
                    default -> exchange.answer(404, "no such page");
                }
            } catch (JacksonException | IllegalArgumentException e) {
                exchange.answer(400, String.valueOf(e.getMessage()));
            } catch (SQLException | CacheException e) {
                exchange.answer(503, String.valueOf(e.getMessage()));
            }
            exchange.send();
        }
    }

    private Optional<Product> changed(Exchange exchange) throws IOException, SQLException {
        return products.changePrice(
                exchange.number(), exchange.body(Price.class).priceCents());
    }

    private static void answer(Exchange exchange, Optional<Product> product) {
        exchange.answer(
                product.isPresent() ? 200 : 404, product.<Object>map(p -> p).orElse("no such product"));
    }
}
