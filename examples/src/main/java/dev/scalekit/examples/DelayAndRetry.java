package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.Consumer;
import dev.scalekit.queue.ConsumerOptions;
import dev.scalekit.queue.DeadLetter;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.queue.Message;
import dev.scalekit.queue.MessageId;
import dev.scalekit.queue.QueueListener;
import dev.scalekit.queue.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Messages for later, messages that fail and are tried again, and what becomes of those that always fail. */
public final class DelayAndRetry {
    private DelayAndRetry() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        AtomicBoolean shopIsDown = new AtomicBoolean(true);
        CountDownLatch dead = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(3);

        try (FileQueue<String> calls = FileQueue.builder(
                        directory, (String text) -> text.getBytes(UTF_8), bytes -> new String(bytes, UTF_8))
                .maximumAttempts(3)
                .retryDelay(Retry.exponential(Duration.ofMillis(20), Duration.ofMillis(100)))
                .listener(new QueueListener() {
                    @Override
                    public void died(String group, MessageId id, int attempts, String reason) {
                        dead.countDown();
                    }
                })
                .build()) {

            calls.send(Message.of("remind").delay(Duration.ofMillis(300)));
            calls.send("charge");

            // The same id within the window: stored once, and both senders get the id of that one.
            boolean same = calls.send(Message.of("refund").deduplicationId("refund-17"))
                    .equals(calls.send(Message.of("refund").deduplicationId("refund-17")));
            System.out.println("refund stored once: " + same);

            try (Consumer consumer = calls.consume(ConsumerOptions.concurrency(2), delivery -> {
                if (delivery.body().equals("charge") && shopIsDown.get()) {
                    throw new IllegalStateException("the shop is down, attempt " + delivery.attempt());
                }
                System.out.println("done: " + delivery.body());
                done.countDown();
            })) {
                dead.await();
                for (DeadLetter<String> letter : calls.deadLetters().browse(10)) {
                    System.out.println("dead after " + letter.attempts() + " attempts: "
                            + letter.stored().message().body() + ", " + letter.reason());
                }

                // Somebody has mended it: once more, from the first attempt on.
                shopIsDown.set(false);
                calls.deadLetters().redriveAll();

                done.await();
                consumer.drain(Duration.ofSeconds(10));
            }
        }
    }
}
