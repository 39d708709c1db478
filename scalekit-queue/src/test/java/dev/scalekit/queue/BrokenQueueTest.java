package dev.scalekit.queue;

import static dev.scalekit.queue.QueueFixture.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.scalekit.testkit.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue of which a thread ends by an error: whoever waits hears it, and what was promised is there afterwards. */
final class BrokenQueueTest {
    private static final int MESSAGES = 30;

    @TempDir
    Path folder;

    private final AtomicInteger failures = new AtomicInteger();

    private FileQueueBuilder<String> builder(Path directory) {
        return FileQueue.builder(directory, QueueFixture::encode, QueueFixture::decode)
                .segmentBytes(72 << 10)
                .maximumBytes(64 << 20)
                .maximumMessageBytes(1 << 10)
                .minimumFreeDisk(0)
                .listener(new QueueListener() {
                    @Override
                    public void failed(Throwable cause) {
                        failures.incrementAndGet();
                    }
                });
    }

    @Test
    void everybody_hears_of_it_whichever_operation_breaks_and_what_was_told_is_so() throws Exception {
        boolean isBroken = true;
        try (Tally tally = Tally.of("queue.broken-threads", 0)) {
            for (int operations = 0; isBroken; operations += 1 + operations / 20) {
                Path directory = Files.createDirectory(folder.resolve("q" + operations));
                BrokenDisk disk = new BrokenDisk(new FolderDisk(directory));
                Told told = new Told();
                disk.breakAfter(Integer.MAX_VALUE);
                int passed = operations;
                tally.count(() -> use(disk, builder(directory), passed, told));
                isBroken = told.isBroken;
                requireThere(directory, told);
            }
        }
    }

    /** What callers were told. */
    private static final class Told {
        private final Set<String> stored = ConcurrentHashMap.newKeySet();
        private final Set<String> acknowledging = ConcurrentHashMap.newKeySet();
        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        private boolean isBroken;
    }

    private void use(BrokenDisk disk, FileQueueBuilder<String> builder, int operations, Told told) throws Exception {
        failures.set(0);
        Engine engine = Engine.open("broken", disk, builder.options());
        engine.start();
        FileQueue<String> queue = FileQueue.of(engine, QueueFixture::encode, QueueFixture::decode);
        Collection<CompletableFuture<?>> open = new ConcurrentLinkedQueue<>();
        Thread receiver = new Thread(() -> receive(queue, told, open), "receiver");
        try {
            receiver.start();
            disk.breakAfter(operations);
            for (int i = 0; i < MESSAGES; i++) {
                String body = i + "x".repeat(700);
                open.add(queue.sendAsync(body).thenRun(() -> told.stored.add(body)));
                sendAndWait(queue, "sync" + i, told);
            }
            for (CompletableFuture<?> each : open) {
                Throwable failure = catchThrowable(() -> each.get(20, TimeUnit.SECONDS));
                if (failure != null) {
                    assertThat(failure.getCause())
                            .isInstanceOfAny(StoreOutcomeUnknownException.class, QueueFailedException.class);
                }
            }
            if (disk.isBroken()) {
                eventually("failed", () -> queue.stats().state() == QueueStats.State.FAILED);
                assertThatExceptionOfType(QueueFailedException.class).isThrownBy(() -> queue.send("late"));
                assertThatExceptionOfType(QueueFailedException.class)
                        .isThrownBy(() -> queue.receive(Duration.ofMinutes(1)));
                eventually("heard", () -> failures.get() == 1);
            }
        } finally {
            told.isBroken = disk.isBroken();
            disk.breakAfter(Integer.MAX_VALUE);
            queue.close();
        }
        receiver.join(20_000);
        assertThat(receiver.isAlive()).isFalse();
        assertThat(failures).hasValueLessThanOrEqualTo(1);
    }

    private static void sendAndWait(FileQueue<String> queue, String body, Told told) throws InterruptedException {
        try {
            queue.send(body);
            told.stored.add(body);
        } catch (StoreOutcomeUnknownException | QueueFailedException e) {
            assertThat(e).hasMessageContaining("planted");
        }
    }

    private static void receive(FileQueue<String> queue, Told told, Collection<CompletableFuture<?>> open) {
        try {
            while (true) {
                Delivery<String> delivery = queue.receive(Duration.ofMinutes(1)).orElseThrow();
                told.acknowledging.add(delivery.body());
                open.add(delivery.ackAsync().thenRun(() -> told.acknowledged.add(delivery.body())));
            }
        } catch (QueueFailedException | QueueClosedException e) {
            // As planned.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requireThere(Path directory, Told told) throws InterruptedException {
        try (FileQueue<String> queue = builder(directory).build()) {
            List<String> there = new ArrayList<>(QueueFixture.takeAll(queue));
            Set<String> missing = ConcurrentHashMap.newKeySet();
            missing.addAll(told.stored);
            missing.removeAll(told.acknowledging);
            missing.removeAll(there);

            assertThat(missing).as("stored, and not there").isEmpty();
            assertThat(there).noneMatch(told.acknowledged::contains);
        }
    }

    @Test
    void a_file_that_rots_while_the_queue_is_open_ends_it_and_says_where() throws Exception {
        try (FileQueue<String> queue = builder(folder.resolve("q")).build()) {
            queue.send("y".repeat(500));
            rot(folder.resolve("q"));

            assertThatExceptionOfType(QueueFailedException.class)
                    .isThrownBy(() -> queue.receive(Duration.ofMinutes(1)))
                    .withCauseInstanceOf(CorruptLogException.class)
                    .withMessageContaining("segment-");
            eventually("heard", () -> failures.get() == 1);
            assertThat(queue.stats().state()).isEqualTo(QueueStats.State.FAILED);
            assertThatExceptionOfType(QueueFailedException.class).isThrownBy(() -> queue.send("late"));
        }
    }

    /** Changes a byte of the body of the only message. */
    private static void rot(Path directory) throws IOException {
        Path segment = directory.resolve(Segment.name(1));
        int at = Files.readString(segment, ISO_8859_1).indexOf("yyyy");
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'z'}), at + 10);
        }
    }
}
