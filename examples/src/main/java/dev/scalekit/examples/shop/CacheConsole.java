package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Where an operator looks at the cache of products. Thread-safe. */
final class CacheConsole implements HttpHandler {
    private final CachedProducts products;

    CacheConsole(CachedProducts products) {
        this.products = products;
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (Exchange exchange = new Exchange(http)) {
            if (exchange.route().equals("GET /cache")) {
                exchange.answer(200, products.state());
            } else {
                exchange.answer(404, "no such page");
            }
            exchange.send();
        }
    }
}
