package dev.scalekit.examples.shop;

import dev.scalekit.queue.FileQueue;
import dev.scalekit.queue.Message;
import dev.scalekit.queue.Sender;
import dev.scalekit.queue.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Puts each page view into a queue, from which a {@link ViewCounter} counts it later. A view that is sent again within a minute
 * is put there once; one that was sent to another web server is in that one's queue too. Thread-safe.
 *
 * <p>Those who send at once share one write to the disk.
 */
final class QueuedViews implements PageViews {
    private static final int MIB = 1 << 20;

    private final Sender<View> queue;

    QueuedViews(Sender<View> queue) {
        this.queue = queue;
    }

    /** Opens the queue of one web server. */
    static FileQueue<View> open(Path folder) {
        return FileQueue.<View>builder(folder, View::bytes, View::from)
                // A view takes about a hundred bytes, so there is room for more than a million that nobody counts.
                .segmentBytes(4 * MIB)
                .maximumBytes(128 * MIB)
                .maximumMessageBytes(1_024)
                .minimumFreeDisk(64 * MIB)
                // No longer than a customer waits for a page.
                .whenFull(WhenFull.waitUpTo(Duration.ofSeconds(3)))
                // A view cannot fail by itself, so none is given up, however often the process is killed while it is
                // counted.
                .maximumAttempts(1_000)
                // A browser sends a page view again at once, or not at all.
                .deduplicationWindow(Duration.ofMinutes(1))
                .build();
    }

    @Override
    public void add(int product, Optional<String> number) throws InterruptedException {
        Message<View> view = Message.of(View.of(product, number));
        queue.send(number.map(view::deduplicationId).orElse(view));
    }
}
