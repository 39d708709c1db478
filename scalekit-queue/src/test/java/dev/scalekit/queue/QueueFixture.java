package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.scalekit.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A queue of some back end that a contract tries, and the time that it sees. */
interface QueueFixture {
    String UNDECODABLE = "no text";

    /** Closes the queue that was opened before, and opens one on the same storage. */
    MessageQueue<String> open(QueueSpec spec);

    default MessageQueue<String> open() {
        return open(QueueSpec.standard());
    }

    /** Lets time pass on all clocks of the queue. */
    void pass(Duration duration);

    /** Returns when it is for the queue. */
    Instant now();

    static byte[] encode(String text) {
        return text.getBytes(UTF_8);
    }

    static String decode(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        if (text.equals(UNDECODABLE)) {
            throw new IllegalArgumentException("It cannot be decoded");
        }
        return text;
    }

    /** Takes what is ready now. */
    static Optional<Delivery<String>> look(Receiver<String> receiver) throws InterruptedException {
        return receiver.receive(Duration.ZERO);
    }

    static Delivery<String> take(Receiver<String> receiver) throws InterruptedException {
        return look(receiver).orElseThrow();
    }

    /** Takes all that is ready now, and returns the bodies. */
    static List<String> takeAll(Receiver<String> receiver) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        for (Optional<Delivery<String>> next = look(receiver); next.isPresent(); next = look(receiver)) {
            bodies.add(next.get().body());
        }
        return bodies;
    }

    static QueueStats.GroupStats stats(MessageQueue<String> queue, String group) {
        return requireNonNull(queue.stats().groups().get(group), group);
    }

    /** Waits for what a thread of the queue does. */
    static void eventually(String what, BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(20), condition);
    }
}
