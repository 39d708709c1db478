package dev.scalekit.examples.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.queue.QueueStats;
import dev.scalekit.queue.QueueStats.GroupStats;
import java.io.IOException;
import java.util.Objects;
import tools.jackson.core.JacksonException;

/** Where an operator looks at the queue of page views, and pauses its worker. Thread-safe. */
final class QueueConsole implements HttpHandler {
    private final FileQueue<View> queue;
    private final ViewCounter counter;

    QueueConsole(FileQueue<View> queue, ViewCounter counter) {
        this.queue = queue;
        this.counter = counter;
    }

    /** What an operator sends. */
    record Order(boolean paused) {}

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (Exchange exchange = new Exchange(http)) {
            switch (exchange.route()) {
                case "GET /queue" -> exchange.answer(200, state());
                case "PUT /queue" -> obey(exchange);
                default -> exchange.answer(404, "no such page");
            }
            exchange.send();
        }
    }

    private void obey(Exchange exchange) throws IOException {
        try {
            if (exchange.body(Order.class).paused()) {
                queue.pause();
            } else {
                queue.resume();
            }
            exchange.answer(200, state());
        } catch (JacksonException | IllegalArgumentException e) {
            exchange.answer(400, String.valueOf(e.getMessage()));
        }
    }

    private QueueState state() {
        QueueStats stats = queue.stats();
        GroupStats group = Objects.requireNonNull(stats.groups().get(queue.name()));
        return new QueueState(
                ProcessHandle.current().pid(),
                group.depth(),
                stats.sent(),
                group.acknowledged(),
                counter.statements(),
                stats.journal().bytes(),
                group.paused());
    }
}
