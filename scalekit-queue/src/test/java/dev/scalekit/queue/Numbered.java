package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.LogReader.RecordVisitor;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records of a log by their sequence numbers, which must rise. Not thread-safe. */
final class Numbered implements RecordVisitor {
    private final TreeMap<Long, String> records = new TreeMap<>();
    private final TreeMap<Long, Long> segments = new TreeMap<>();

    private Numbered() {}

    /** Opens a log and returns what it holds. */
    static SortedMap<Long, String> of(Disk disk) throws IOException {
        Numbered found = new Numbered();
        Log.open(disk, LogRun.SMALL, found).close();
        return found.records;
    }

    @Override
    public void record(long segment, Frame frame) {
        assertThat(records.isEmpty() || records.lastKey() < frame.sequence()).isTrue();
        records.put(
                frame.sequence(), US_ASCII.decode(frame.content().duplicate()).toString());
        segments.put(frame.sequence(), segment);
    }

    @Override
    public void trim(long firstLive) {
        records.keySet().removeIf(number -> segments.getOrDefault(number, firstLive) < firstLive);
    }
}
