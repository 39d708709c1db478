package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends a great many messages, opens the queue again and takes them all: in a JVM of its own, with a small heap. */
final class VolumeRun {
    private static final int BODY = 256;
    private static final int OUTSTANDING = 16_384;
    private static final Duration LONGEST_DELAY = Duration.ofDays(2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plus(Duration.ofDays(20_000)));
    private final Path folder;
    private final int count;
    private final boolean delayed;

    private VolumeRun(Path folder, int count, boolean delayed) {
        this.folder = folder;
        this.count = count;
        this.delayed = delayed;
    }

    public static void main(String[] arguments) throws Exception {
        VolumeRun run =
                new VolumeRun(Path.of(arguments[0]), Integer.parseInt(arguments[1]), arguments[2].equals("delayed"));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        out.println(run.send());
        out.println(run.take());
    }

    private FileQueue<byte[]> open() {
        return FileQueue.builder(folder, (byte[] body) -> body, body -> body)
                .minimumFreeDisk(0)
                .clock(now::get)
                .build();
    }

    private String send() throws InterruptedException {
        Ticker ticker = Ticker.system();
        long start = ticker.nanos();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (FileQueue<byte[]> queue = open()) {
            Semaphore outstanding = new Semaphore(OUTSTANDING);
            for (int i = 0; i < count; i++) {
                outstanding.acquire();
                var unused = queue.sendAsync(message(i)).whenComplete((id, e) -> {
                    failure.compareAndSet(null, e);
                    outstanding.release();
                });
            }
            outstanding.acquire(OUTSTANDING);
            return "sent " + count + " in " + millis(ticker, start) + " ms, failure " + failure.get() + ", "
                    + queue.stats().journal();
        }
    }

    private Message<byte[]> message(int number) {
        byte[] body = new byte[BODY];
        ByteBuffer.wrap(body).putInt(number);
        Message<byte[]> message = Message.of(body);
        // Spread over two days, in no order.
        return delayed
                ? message.delay(Duration.ofSeconds(60 + number * 7_919L % (LONGEST_DELAY.toSeconds() - 60)))
                : message;
    }

    private String take() throws InterruptedException {
        Ticker ticker = Ticker.system();
        long start = ticker.nanos();
        CountDownLatch left = new CountDownLatch(count);
        BitSet taken = new BitSet(count);
        AtomicLong strange = new AtomicLong();
        try (FileQueue<byte[]> queue = open()) {
            long opened = millis(ticker, start);
            if (delayed) {
                now.updateAndGet(before -> before.plus(LONGEST_DELAY));
            }
            try (Consumer consumer = queue.consume(ConsumerOptions.concurrency(8), delivery -> {
                int number = ByteBuffer.wrap(delivery.body()).getInt();
                synchronized (taken) {
                    if (number < 0 || number >= count || taken.get(number)) {
                        strange.incrementAndGet();
                    } else {
                        taken.set(number);
                    }
                }
                left.countDown();
            })) {
                boolean all = left.await(1, TimeUnit.HOURS) && consumer.drain(Duration.ofMinutes(1));
                boolean exact = strange.get() == 0 && isFull(taken);
                return "opened in " + opened + " ms, took all " + all + " each once " + exact + " in "
                        + millis(ticker, start) + " ms, left "
                        + queue.stats().group("default").depth();
            }
        }
    }

    private boolean isFull(BitSet taken) {
        synchronized (taken) {
            return taken.cardinality() == count;
        }
    }

    private static long millis(Ticker ticker, long start) {
        return (ticker.nanos() - start) / 1_000_000;
    }
}
