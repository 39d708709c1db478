package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments of a folder while its log is opened. Not thread-safe. */
final class OpenSegments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final int WINDOW = 256 << 10;

    private final Disk disk;
    private final List<String> unfinished = new ArrayList<>();
    /** All of them, by number. */
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    /** The starts of those that are part of the log, by number: each names the one before. */
    private final TreeMap<Long, SegmentStart> chain = new TreeMap<>();

    private OpenSegments(Disk disk) {
        this.disk = disk;
    }

    static OpenSegments of(Disk disk) throws IOException {
        OpenSegments found = new OpenSegments(disk);
        // One at a time is read, and what it is read into stays in the processor's cache.
        ByteBuffer buffer = ByteBuffer.allocateDirect(WINDOW);
        try {
            for (String name : disk.list()) {
                OptionalLong number = Segment.number(name);
                if (number.isPresent()) {
                    found.segments.put(number.getAsLong(), Segment.open(disk, name, buffer));
                } else if (Segment.numberOf(name).isPresent()) {
                    found.unfinished.add(name);
                }
            }
            found.requireOneSeed();
            found.link();
            return found;
        } catch (IOException | RuntimeException | Error e) {
            found.close();
            throw e;
        }
    }

    private void requireOneSeed() {
        for (Segment segment : segments.values()) {
            if (segment.header().seed()
                    != segments.firstEntry().getValue().header().seed()) {
                throw new CorruptLogException(
                        segment.name(), 0, "it belongs to another log than the segments before it");
            }
        }
    }

    /** Goes back from the last segment that was begun, from each to the one that its start names. */
    private void link() throws IOException {
        TreeMap<Long, SegmentStart> begun = new TreeMap<>();
        for (Segment segment : segments.values()) {
            Optional<SegmentStart> start = LogReader.start(segment);
            start.ifPresent(found -> begun.put(segment.number(), found));
            // The next one is read into the same buffer.
            segment.forget();
        }
        long number = begun.isEmpty() ? 0 : begun.lastKey();
        while (begun.containsKey(number)) {
            SegmentStart start = begun.get(number);
            if (start.previous() >= number) {
                throw new CorruptLogException(
                        Segment.name(number),
                        SegmentHeader.BYTES,
                        "it says that the segment before it is number " + start.previous());
            }
            chain.put(number, start);
            number = start.previous();
        }
    }

    /** Returns the last segment of the log; empty for a new log. */
    Optional<Segment> last() {
        return chain.isEmpty() ? Optional.empty() : Optional.ofNullable(segments.get(chain.lastKey()));
    }

    /** Returns the seed of the log; empty for a new one. */
    Optional<Long> seed() {
        return segments.values().stream()
                .map(segment -> segment.header().seed())
                .findFirst();
    }

    /** Returns the highest number that a file has, of this log or not: no number is used again. */
    long lastNumber() {
        long highest = segments.isEmpty() ? 0 : segments.lastKey();
        return Math.max(
                highest,
                unfinished.stream()
                        .mapToLong(name -> Segment.numberOf(name).orElse(0))
                        .max()
                        .orElse(0));
    }

    /** Returns the lengths of the segments from one on, by their numbers. */
    NavigableMap<Long, Integer> chain(long firstLive) {
        NavigableMap<Long, Integer> lengths = new TreeMap<>();
        chain.tailMap(firstLive).keySet().forEach(number -> {
            Segment segment = segments.get(number);
            if (segment != null) {
                lengths.put(number, segment.header().segmentBytes());
            }
        });
        return lengths;
    }

    /** Reads all segments of the log, and returns where the last one ends. */
    long read(LogReader reader) throws IOException {
        for (Map.Entry<Long, SegmentStart> entry : chain.entrySet()) {
            Segment segment = segments.get(entry.getKey());
            Map.Entry<Long, SegmentStart> next = chain.higherEntry(entry.getKey());
            if (segment == null) {
                throw new IllegalStateException("A segment of the chain is not open: " + entry.getKey());
            }
            if (next == null) {
                long end = reader.readLast(segment);
                requireHead(reader.firstLive());
                return end;
            }
            reader.readSealed(segment, next.getValue().previousEnd());
            segment.forget();
        }
        return 0;
    }

    private void requireHead(long firstLive) {
        Map.Entry<Long, SegmentStart> head = chain.firstEntry();
        long before = head.getValue().previous();
        if (before >= firstLive) {
            throw new CorruptLogException(
                    Segment.name(before), 0, "the file is missing, and segments from " + firstLive + " on are needed");
        }
    }

    /**
     * Hands over the segments that were ready and never begun, in the order of their numbers: so a log can be opened on a disk
     * that is full. They are not closed or deleted here.
     */
    List<Segment> takeSpares(int segmentBytes) {
        long last = chain.isEmpty() ? 0 : chain.lastKey();
        List<Segment> spares = segments.tailMap(last, false).values().stream()
                .filter(segment -> segment.header().segmentBytes() == segmentBytes)
                .toList();
        spares.forEach(segment -> segments.remove(segment.number()));
        return spares;
    }

    /** Hands over a segment, which is not closed here any more. */
    void handOver(Segment segment) {
        segment.forget();
        segments.remove(segment.number());
    }

    /**
     * Deletes what no log needs: files that were never finished or begun, and what was trimmed. What cannot be deleted takes
     * room and does no harm, so it is left for the next opening.
     */
    void deleteWhatIsNotNeeded(long firstLive) throws IOException {
        try {
            delete(firstLive);
        } catch (IOException e) {
            LOG.warn("{}: a file that is not needed cannot be deleted, and takes room until the next opening", disk, e);
        }
        // Not only for what was deleted: a spare one that is written now may have its name in the page cache only.
        disk.forceDirectory();
    }

    private void delete(long firstLive) throws IOException {
        for (String name : unfinished) {
            disk.delete(name);
        }
        for (Segment segment : segments.values()) {
            if (segment.number() < firstLive || !chain.containsKey(segment.number())) {
                disk.delete(segment.name());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }
}
