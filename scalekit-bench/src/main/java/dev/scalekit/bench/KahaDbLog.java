package dev.scalekit.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.activemq.store.kahadb.disk.journal.Journal;
import org.apache.activemq.store.kahadb.disk.journal.Location;
import org.apache.activemq.util.ByteSequence;

/**
 * The journal of ActiveMQ's KahaDB, without its index: files of 32 MiB, checksums, a sync for every write
 * (journalDiskSyncStrategy=always), writes batched behind the running sync; all of which are its defaults. Its files are
 * sparse by default; written with zeros one ahead (preallocationStrategy=zeros, preallocationScope=entire_journal_async)
 * it is faster with several producers, so that is how it is measured. Thread-safe.
 */
final class KahaDbLog implements PipelinedLog {
    /** Has the sync leave out the time of change, as force(false) does: the same guarantee, and faster. */
    static final String DATASYNC = "-Dorg.apache.activemq.kahaDB.files.skipMetadataUpdate=true";

    private final Path folder;
    private Journal journal;

    KahaDbLog(Path folder) throws IOException {
        this.folder = folder;
        this.journal = open();
    }

    private Journal open() throws IOException {
        Journal opened = new Journal();
        opened.setDirectory(folder.toFile());
        opened.setChecksum(true);
        opened.setJournalDiskSyncStrategy(Journal.JournalDiskSyncStrategy.ALWAYS);
        opened.setPreallocationStrategy(Journal.PreallocationStrategy.ZEROS);
        opened.setPreallocationScope(Journal.PreallocationScope.ENTIRE_JOURNAL_ASYNC);
        opened.start();
        return opened;
    }

    @Override
    public Appender appender() {
        return record -> journal.write(new ByteSequence(record), true);
    }

    @Override
    public void begin(byte[] record, Runnable durable) throws IOException {
        journal.write(new ByteSequence(record), durable);
    }

    @Override
    public void readInto(Received received) throws IOException {
        journal.close();
        journal = open();
        for (Location at = journal.getNextLocation(null); at != null; at = journal.getNextLocation(at)) {
            if (at.getType() == Journal.USER_RECORD_TYPE) {
                ByteSequence record = journal.read(at);
                received.add(Arrays.copyOfRange(record.data, record.offset, record.offset + record.length));
            }
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
