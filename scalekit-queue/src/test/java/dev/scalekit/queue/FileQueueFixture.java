package dev.scalekit.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A {@link FileQueue} in a folder of its own. */
abstract class FileQueueFixture implements QueueFixture {
    @TempDir
    Path folder;

    private final TestTime time = new TestTime();
    private @Nullable FileQueue<String> queue;

    @Override
    public MessageQueue<String> open(QueueSpec spec) {
        close();
        FileQueue<String> opened = builder(folder.resolve("q"), spec, time).build();
        queue = opened;
        return opened;
    }

    static FileQueueBuilder<String> builder(Path folder, QueueSpec spec, TestTime time) {
        FileQueueBuilder<String> builder = FileQueue.builder(folder, QueueFixture::encode, QueueFixture::decode)
                .segmentBytes(1 << 20)
                .maximumMessageBytes(200_000)
                .maximumBytes(64 << 20)
                .minimumFreeDisk(0)
                .lease(spec.lease)
                .maximumAttempts(spec.maximumAttempts)
                .retryDelay(spec.retry)
                .maximumDeadLetters(spec.maximumDeadLetters)
                .maximumMessages(spec.maximumMessages)
                .deduplicationWindow(spec.deduplicationWindow)
                .listener(spec.listener);
        spec.dropped.forEach(builder::dropGroup);
        if (!spec.groups.isEmpty()) {
            builder.groups(spec.groups.get(0), spec.groups.stream().skip(1).toArray(String[]::new));
        }
        return spec.runs ? builder : builder.clock(time.wall()).ticker(time.ticker());
    }

    @AfterEach
    void close() {
        if (queue != null) {
            queue.close();
        }
    }

    @Override
    public void pass(Duration duration) {
        time.pass(duration);
    }

    @Override
    public Instant now() {
        return time.now();
    }
}
