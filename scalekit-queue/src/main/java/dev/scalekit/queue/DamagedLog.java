package dev.scalekit.queue;

import dev.scalekit.queue.SalvageReport.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The segments of a log that are left, in their order, as far as one tells of the other. Changes nothing. Not thread-safe. */
final class DamagedLog implements AutoCloseable {
    /*
     * Of an undamaged log the chain of the starts says which segments it has and where each ends, and this finds the same.
     * Where a start cannot be read, the numbers in the files' names stand in for it, and sequence numbers tell where the
     * segment before ends: they are unique in the log and rise with it, and those of a batch that failed, and so is behind
     * the end of its segment, were given to the next one's records again.
     */
    private final TreeMap<Long, DamagedSegment> files = new TreeMap<>();
    private final TreeMap<Long, DamagedSegment> chain = new TreeMap<>();
    /** Where segments end, by number, as the start of the next one says. */
    private final Map<Long, Long> sealedEnds = new HashMap<>();

    private final Map<Long, Long> ends = new HashMap<>();
    /** The numbers between a segment and the one before it in the chain, if they are missing. */
    private final Map<Long, Missing> missing = new HashMap<>();

    private final Disk disk;
    private long firstLive = 1;

    /**
     * Numbers of segments that are not there.
     *
     * @param certain whether a start names the last of them; otherwise nobody knows whether they ever were
     */
    record Missing(Range numbers, boolean certain) {}

    private DamagedLog(Disk disk) {
        this.disk = disk;
    }

    /**
     * Looks through all segments of a folder.
     *
     * @throws CorruptLogException if no header can be read: without the seed in it no record can be told from other bytes
     * @throws UnknownFormatException if a segment was written by another version
     * @throws IllegalArgumentException if there is no segment
     */
    static DamagedLog open(Disk disk) throws IOException {
        DamagedLog log = new DamagedLog(disk);
        try {
            log.openFiles();
            log.link();
            return log;
        } catch (IOException | RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    private void openFiles() throws IOException {
        TreeMap<Long, Optional<SegmentHeader>> headers = new TreeMap<>();
        for (String name : disk.list()) {
            OptionalLong number = Segment.number(name);
            if (number.isPresent()) {
                headers.put(number.getAsLong(), header(name, number.getAsLong()));
            }
        }
        long seed = seed(headers);
        int segmentBytes = 0;
        for (Map.Entry<Long, Optional<SegmentHeader>> entry : headers.entrySet()) {
            Optional<SegmentHeader> own = entry.getValue().filter(header -> header.seed() == seed);
            segmentBytes = own.map(SegmentHeader::segmentBytes).orElse(segmentBytes);
            String name = Segment.name(entry.getKey());
            SalvageFile file = new SalvageFile(disk.open(name));
            // A header that is gone is taken to have been as the one before; a file is at least as long as it is.
            int length = own.isPresent() ? segmentBytes : Math.max(segmentBytes, clamped(file.size()));
            SegmentHeader header = new SegmentHeader(length, entry.getKey(), seed);
            files.put(entry.getKey(), new DamagedSegment(name, file, header, own.isEmpty()));
        }
    }

    private Optional<SegmentHeader> header(String name, long number) throws IOException {
        try (SalvageFile file = new SalvageFile(disk.open(name))) {
            ByteBuffer bytes = ByteBuffer.allocate(SegmentHeader.BYTES);
            file.read(0, bytes);
            return SegmentHeader.decode(name, bytes.flip()).filter(header -> header.number() == number);
        }
    }

    /** Returns the seed that most segments have: one that strayed in from another log does not decide. */
    private long seed(SortedMap<Long, Optional<SegmentHeader>> headers) {
        if (headers.isEmpty()) {
            throw new IllegalArgumentException("There is no queue in " + disk + ": it has no segment");
        }
        Map<Long, Long> counts = headers.values().stream()
                .flatMap(Optional::stream)
                .map(SegmentHeader::seed)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .max(Comparator.comparing(Map.Entry<Long, Long>::getValue).thenComparing(Map.Entry::getKey))
                .orElseThrow(() -> new CorruptLogException(
                        Segment.name(headers.firstKey()),
                        0,
                        "neither this header nor one of another segment can be read, and without it no record can be told"
                                + " from other bytes, so nothing can be salvaged"))
                .getKey();
    }

    private static int clamped(long size) {
        return (int) Math.max(2 * SegmentHeader.BYTES, Math.min(size, Integer.MAX_VALUE));
    }

    private void link() throws IOException {
        @Nullable DamagedSegment current = null;
        for (DamagedSegment segment : files.values()) {
            current = segment.isBegun() ? segment : current;
        }
        while (current != null) {
            chain.put(current.number(), current);
            current = before(current);
        }
        for (DamagedSegment segment : chain.values()) {
            ends.put(segment.number(), findEnd(segment));
        }
        for (DamagedSegment segment : chain.values()) {
            firstLive = Math.max(firstLive, segment.firstLive(end(segment)));
        }
        chain.headMap(firstLive).clear();
    }

    private @Nullable DamagedSegment before(DamagedSegment segment) {
        long last = segment.number() - 1;
        if (segment.start().isPresent()) {
            SegmentStart start = segment.start().get();
            last = start.previous();
            DamagedSegment previous = files.get(last);
            if (previous != null) {
                sealedEnds.put(last, start.previousEnd());
                return previous;
            }
        }
        Map.Entry<Long, DamagedSegment> lower = files.floorEntry(last);
        long first = lower == null ? 1 : lower.getKey() + 1;
        if (first <= last) {
            missing.put(
                    segment.number(),
                    new Missing(new Range(first, last + 1), segment.start().isPresent()));
        }
        return lower == null ? null : lower.getValue();
    }

    private long findEnd(DamagedSegment segment) throws IOException {
        Long sealedEnd = sealedEnds.get(segment.number());
        if (sealedEnd != null) {
            return sealedEnd;
        }
        Map.Entry<Long, DamagedSegment> next = chain.higherEntry(segment.number());
        if (next != null && next.getValue().startSequence().isPresent()) {
            return segment.endBefore(next.getValue().startSequence().getAsLong());
        }
        OptionalLong bound = chain.tailMap(segment.number(), false).values().stream()
                .map(DamagedSegment::bound)
                .flatMapToLong(OptionalLong::stream)
                .findFirst();
        return segment.tailEnd(bound);
    }

    /** Returns the segments that are needed, in their order. */
    List<DamagedSegment> segments() {
        return new ArrayList<>(chain.values());
    }

    /** Returns where a segment ends, as far as that can be known. */
    long end(DamagedSegment segment) {
        return ends.getOrDefault(segment.number(), (long) SegmentHeader.BYTES);
    }

    /** Returns whether another segment says where this one ends, and did so when that was durable. */
    boolean isSealed(DamagedSegment segment) {
        return sealedEnds.containsKey(segment.number());
    }

    /** Returns which segments are missing before one, of those that are needed. */
    Optional<Missing> missingBefore(DamagedSegment segment) {
        return Optional.ofNullable(missing.get(segment.number()))
                .filter(found -> found.numbers().to() > firstLive)
                .map(found -> new Missing(
                        new Range(
                                Math.max(firstLive, found.numbers().from()),
                                found.numbers().to()),
                        found.certain()));
    }

    /** Returns a number that no segment has had. */
    long nextNumber() {
        return files.lastKey() + 1;
    }

    @Override
    public void close() throws IOException {
        for (DamagedSegment segment : files.values()) {
            segment.close();
        }
    }

    @Override
    public String toString() {
        return "DamagedLog[" + disk + "]";
    }
}
