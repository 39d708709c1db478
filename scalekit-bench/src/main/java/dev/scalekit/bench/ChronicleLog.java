package dev.scalekit.bench;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * Chronicle Queue with a sync behind each record. Its default leaves that to the operating system: sync() then returns
 * in a microsecond and the record is not on the disk; SyncMode.SYNC makes it an msync. Thread-safe.
 */
final class ChronicleLog implements RecordLog {
    /** It would tell its makers of each start; the part that does is not on our class path either. */
    static final String NO_ANALYTICS = "-Dchronicle.analytics.disable=true";

    private final ChronicleQueue queue;

    ChronicleLog(Path folder) {
        this.queue = SingleChronicleQueueBuilder.binary(folder)
                .syncMode(SyncMode.SYNC)
                .build();
    }

    @Override
    public Appender appender() {
        ExcerptAppender appender = queue.createAppender();
        // Made by one thread and used by another, after it: what the check would forbid.
        appender.singleThreadedCheckDisabled(true);
        Bytes<?> bytes = Bytes.allocateElasticOnHeap(Records.BYTES);
        return record -> {
            bytes.clear().write(record);
            appender.writeBytes(bytes);
            appender.sync();
        };
    }

    @Override
    public void readInto(Received received) {
        try (ExcerptTailer tailer = queue.createTailer()) {
            Bytes<?> bytes = Bytes.allocateElasticOnHeap(Records.BYTES);
            while (tailer.readBytes(bytes.clear())) {
                received.add(bytes.toByteArray());
            }
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
