package dev.scalekit.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.Consumer;
import dev.scalekit.queue.ConsumerOptions;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.queue.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Slow work leaves the request: when {@code send} returns, the work is on disk and will be done, whatever happens to the
 * process.
 */
public final class WorkQueue {
    private WorkQueue() {}

    /** What there is to do. */
    record Mail(String to, String text) {
        byte[] toBytes() {
            return (to + "\n" + text).getBytes(UTF_8);
        }

        static Mail fromBytes(byte[] bytes) {
            String[] parts = new String(bytes, UTF_8).split("\n", 2);
            return new Mail(parts[0], parts[1]);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);

        try (FileQueue<Mail> mails =
                FileQueue.builder(directory, Mail::toBytes, Mail::fromBytes).build()) {

            // In the request: returns when the message is on the medium, after about one disk write.
            mails.send(new Mail("ada@example.org", "Your order has been shipped"));

            // Several at once, whole or not at all.
            mails.sendAll(List.of(
                    Message.of(new Mail("grace@example.org", "Welcome")),
                    Message.of(new Mail("alan@example.org", "Welcome"))));

            // Elsewhere, for as long as the application runs. A handler that returns has done its message; one that
            // throws
            // gets it again later. After a crash a message may come twice, so doing it twice must do no harm.
            try (Consumer mailer = mails.consume(
                    ConsumerOptions.concurrency(4),
                    delivery -> System.out.println("mail to " + delivery.body().to()))) {

                mailer.drain(Duration.ofSeconds(10));
            }

            System.out.println("left: " + mails.stats().group("default").depth());
        }
    }
}
