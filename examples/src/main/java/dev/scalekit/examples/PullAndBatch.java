package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.Delivery;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.queue.MessageId;
import dev.scalekit.queue.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Without threads of the queue: whoever wants a message takes one, here many of them to write them at once. */
public final class PullAndBatch {
    private static final int BATCH = 100;

    private PullAndBatch() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);

        try (FileQueue<String> views = FileQueue.builder(
                        directory, (String text) -> text.getBytes(UTF_8), bytes -> new String(bytes, UTF_8))
                .whenFull(WhenFull.refuse())
                .lease(Duration.ofMinutes(1))
                .build()) {

            // Many at once share one disk write; each future completes when its message is durable.
            List<CompletableFuture<MessageId>> sent = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                sent.add(views.sendAsync("product-" + i % 3));
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();

            List<Delivery<String>> batch = new ArrayList<>();
            Optional<Delivery<String>> next = views.receive(Duration.ofSeconds(1));
            while (next.isPresent()) {
                batch.add(next.get());
                next = batch.size() == BATCH ? Optional.empty() : views.receive(Duration.ofMillis(100));
                if (next.isEmpty()) {
                    write(batch);
                    batch.clear();
                    next = views.receive(Duration.ofMillis(100));
                }
            }
        }
    }

    /** One insert for all of them; only then are they done. */
    private static void write(List<Delivery<String>> batch) {
        System.out.println("wrote " + batch.size() + " page views");
        CompletableFuture.allOf(batch.stream().map(Delivery::ackAsync).toArray(CompletableFuture[]::new))
                .join();
    }
}
