package dev.scalekit.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Whether a thousand virtual threads that wait are as good as a few platform threads. Not thread-safe. */
@Compare(
        module = "queue",
        title = "Durable send of 8000 messages of 256 bytes by threads started for it",
        reference = "platform",
        threads = 1,
        lowestJdk = 21,
        note =
                "An operation starts the threads, each of which sends its share, the next message when the last one is on"
                        + " the disk, and waits for all of them.")
final class ManyProducers implements Closeable {
    private static final int MESSAGES = 8000;

    private final Path folder;
    private final Received received = new Received();
    private @Nullable FileQueueLog log;

    ManyProducers(Path folder) {
        this.folder = folder;
    }

    @Subject(name = "64 platform threads", role = Role.OURS)
    Operation platform(int thread) throws Exception {
        return producers(64, Thread::new);
    }

    @Subject(name = "1000 virtual threads", role = Role.OURS)
    @Goal(speed = 1, of = "platform")
    Operation virtual(int thread) throws Exception {
        return producers(1000, virtualThreads());
    }

    /** Thread.ofVirtual().factory(), which JDK 17 does not have. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    private Operation producers(int count, ThreadFactory threads) throws Exception {
        FileQueueLog opened = new FileQueueLog(folder);
        log = opened;
        List<Callable<Void>> producers = new ArrayList<>();
        for (int producer = 0; producer < count; producer++) {
            producers.add(producer(opened.appender(), received.expect(), MESSAGES / count));
        }
        return () -> {
            List<FutureTask<Void>> tasks = new ArrayList<>();
            for (Callable<Void> producer : producers) {
                FutureTask<Void> task = new FutureTask<>(producer);
                tasks.add(task);
                threads.newThread(task).start();
            }
            for (FutureTask<Void> task : tasks) {
                task.get();
            }
        };
    }

    private static Callable<Void> producer(RecordLog.Appender appender, Records records, int share) {
        return () -> {
            for (int message = 0; message < share; message++) {
                appender.append(records.next());
            }
            return null;
        };
    }

    @Override
    public void close() throws IOException {
        if (log == null) {
            return;
        }
        try (RecordLog done = log) {
            done.readInto(received);
            received.requireAll(0);
        }
    }
}
