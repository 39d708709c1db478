package dev.scalekit.bench;

import com.squareup.tape2.QueueFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.jspecify.annotations.Nullable;

/** What a producer waits for until its message is on the disk. At the end all records are read back. Not thread-safe. */
@Compare(
        module = "queue",
        title = "Durable send of 256 bytes",
        reference = "raw",
        threads = {1, 16, 64},
        libraries = {Journal.class, JournalImpl.class, ChronicleQueue.class, QueueFile.class},
        note =
                "Each thread sends its next message when the last one is on the disk. The limit is one thread that writes a"
                        + " message for each thread at once and forces it, in a file that was written with zeros beforehand: nobody"
                        + " waits or is woken. The peers are the journals alone, without acknowledgement or index.")
final class DurableSend implements Closeable {
    private final Path folder;
    private final Received received = new Received();
    private @Nullable RecordLog log;

    DurableSend(Path folder) {
        this.folder = folder;
    }

    @Subject(name = "raw write and force", role = Role.LIMIT, isForAll = true)
    Operation raw(int threads) throws IOException {
        return new RawAppend(folder.resolve("raw"), threads);
    }

    @Subject(name = "ScaleKit FileQueue", role = Role.OURS)
    @Goal(speed = 0.8, of = "raw", threads = 1)
    @Goal(speed = 1.15, of = "kahaDb", threads = 1)
    @Goal(speed = 2, of = "artemisTuned", threads = 1)
    @Goal(speed = 1.4, of = "kahaDb", threads = 16)
    @Goal(speed = 1.3, of = "kahaDb", threads = 64)
    Operation fileQueue(int thread) throws Exception {
        return producer(() -> new FileQueueLog(folder));
    }

    @Subject(name = "KahaDB journal", role = Role.PEER, jvmArgs = KahaDbLog.DATASYNC)
    Operation kahaDb(int thread) throws Exception {
        return producer(() -> new KahaDbLog(folder));
    }

    @Subject(name = "Artemis journal", role = Role.PEER)
    Operation artemis(int thread) throws Exception {
        return producer(() -> new ArtemisLog(folder, ArtemisLog.DEFAULT_TIMEOUT));
    }

    @Subject(name = "Artemis journal, timer 0.5 ms", role = Role.PEER)
    Operation artemisTuned(int thread) throws Exception {
        return producer(() -> new ArtemisLog(folder, ArtemisLog.TUNED_TIMEOUT));
    }

    @Subject(
            name = "Chronicle Queue, SYNC",
            role = Role.PEER,
            jvmArgs = {
                ChronicleLog.NO_ANALYTICS,
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
            })
    Operation chronicle(int thread) throws Exception {
        return producer(() -> new ChronicleLog(folder));
    }

    @Subject(name = "tape", role = Role.PEER)
    Operation tape(int thread) throws Exception {
        return producer(() -> new TapeLog(folder));
    }

    private Operation producer(Callable<RecordLog> opening) throws Exception {
        RecordLog opened = log == null ? opening.call() : log;
        log = opened;
        RecordLog.Appender appender = opened.appender();
        Records records = received.expect();
        return () -> appender.append(records.next());
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
