package dev.scalekit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.ArtemisConstants;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;
import org.apache.activemq.artemis.core.journal.LoaderCallback;
import org.apache.activemq.artemis.core.journal.PreparedTransactionInfo;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;

/**
 * The journal of Artemis on NIO, the one of its two that needs no native library. As the broker has it by default: files
 * of 10 MiB, filled with zeros before they are used, a buffer of 490 KiB that is written and synced (without metadata)
 * when a timer says so. Thread-safe.
 */
final class ArtemisLog implements RecordLog {
    /** The timer's default: 300 syncs a second. */
    static final Duration DEFAULT_TIMEOUT = Duration.ofNanos(ArtemisConstants.DEFAULT_JOURNAL_BUFFER_TIMEOUT_NIO);

    /** What is set on a disk that syncs in 0.1 ms; a lone producer gets no faster below it. */
    static final Duration TUNED_TIMEOUT = Duration.ofNanos(500_000);

    private static final byte RECORD_TYPE = 1;

    /** The broker has 2 in stock, so that a test of seconds would wait for new ones to be filled, which a long run does not. */
    private static final int FILES = 20;

    private final Path folder;
    private final Duration timeout;
    private final AtomicLong ids = new AtomicLong();
    private SequentialFileFactory files;
    private JournalImpl journal;

    ArtemisLog(Path folder, Duration timeout) throws Exception {
        this.folder = folder;
        this.timeout = timeout;
        this.files = files();
        this.journal = journal(files);
        journal.loadInternalOnly();
    }

    private SequentialFileFactory files() {
        return new NIOSequentialFileFactory(
                folder.toFile(),
                true,
                ArtemisConstants.DEFAULT_JOURNAL_BUFFER_SIZE_NIO,
                Math.toIntExact(timeout.toNanos()),
                1,
                false);
    }

    private static JournalImpl journal(SequentialFileFactory files) {
        files.start();
        JournalImpl journal = new JournalImpl(10 << 20, FILES, -1, 0, 0, files, "records", "log", 1);
        journal.start();
        return journal;
    }

    @Override
    public Appender appender() {
        return record -> journal.appendAddRecord(ids.incrementAndGet(), RECORD_TYPE, record, true);
    }

    @Override
    public void readInto(Received received) throws IOException {
        close();
        files = files();
        journal = journal(files);
        try {
            journal.load(new Loader(received));
        } catch (Exception e) {
            throw new IOException("the journal in " + folder + " cannot be read", e);
        }
    }

    @Override
    public void close() {
        journal.stop();
        files.stop();
    }

    /** Only records are ever added. */
    private record Loader(Received received) implements LoaderCallback {
        @Override
        public void addRecord(RecordInfo info) {
            received.add(info.data);
        }

        @Override
        public void addPreparedTransaction(PreparedTransactionInfo transaction) {
            throw new IllegalStateException("a transaction was read: " + transaction);
        }

        @Override
        public void deleteRecord(long id) {
            throw new IllegalStateException("a delete was read: " + id);
        }

        @Override
        public void updateRecord(RecordInfo info) {
            throw new IllegalStateException("an update was read: " + info);
        }

        @Override
        public void failedTransaction(long id, List<RecordInfo> records, List<RecordInfo> deletes) {
            throw new IllegalStateException("a failed transaction was read: " + id);
        }
    }
}
