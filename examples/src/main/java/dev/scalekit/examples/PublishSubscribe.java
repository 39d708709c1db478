package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.Consumer;
import dev.scalekit.queue.ConsumerOptions;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.queue.Message;
import java.nio.file.Path;
import java.time.Duration;

/** Each group gets every message, at its own pace, with its own retries. Messages of one key come in order. */
public final class PublishSubscribe {
    private PublishSubscribe() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);

        try (FileQueue<String> events = FileQueue.builder(
                        directory, (String text) -> text.getBytes(UTF_8), bytes -> new String(bytes, UTF_8))
                .groups("search", "audit")
                .build()) {

            // One customer's events are handled one at a time, in this order, by each group; customers do not wait for
            // each other.
            events.send(Message.of("created").key("customer-7"));
            events.send(Message.of("renamed").key("customer-7"));
            events.send(Message.of("deleted").key("customer-7"));

            try (Consumer search = events.group("search")
                            .consume(
                                    ConsumerOptions.concurrency(4),
                                    delivery -> System.out.println("search index: " + delivery.body()));
                    Consumer audit = events.group("audit")
                            .consume(
                                    ConsumerOptions.concurrency(1),
                                    delivery -> System.out.println(
                                            "audit trail: " + delivery.id() + " " + delivery.body()))) {

                search.drain(Duration.ofSeconds(10));
                audit.drain(Duration.ofSeconds(10));
            }
        }
    }
}
