package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.queue.Log.Entry;
import dev.scalekit.queue.LogReader.RecordVisitor;
import dev.scalekit.queue.SimDisk.PowerCut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to a log on a simulated disk, and what must be there afterwards. The same seed does the same, so
 * that a crash can be planted at each of its operations. Not thread-safe.
 */
final class LogRun {
    static final Log.Settings SMALL = new Log.Settings(2 * SegmentHeader.BYTES);
    private static final int STEPS = 14;

    private final List<Batch> batches = new ArrayList<>();
    /** The batch that is being appended: nobody knows whether it is there. */
    private @Nullable Batch unknown;

    private long trimmed = 1;

    /** Records that were acknowledged together, and the segment that they are in. */
    private record Batch(List<String> records, long segment) {}

    /**
     * Appends batches, marks and trims, as the seed says, until all is done, the power is cut or the log takes no more.
     *
     * @return whether all was done
     */
    boolean on(Disk disk, RandomGenerator random) throws IOException {
        try (Log log = Log.open(disk, SMALL, new Found())) {
            for (int step = 0; step < STEPS; step++) {
                int kind = random.nextInt(10);
                if (kind == 0) {
                    log.mark();
                } else if (kind == 1 && step > STEPS / 2) {
                    trim(disk, log, log.activeSegment() - random.nextInt(2));
                } else {
                    append(log, step, random);
                    if (unknown != null) {
                        return false;
                    }
                }
            }
            return true;
        } catch (PowerCut cut) {
            return false;
        }
    }

    /** From now on all that was found is acknowledged: it was read, and may have been acted on. */
    void settle(List<String> found) {
        batches.clear();
        batches.add(new Batch(found, Long.MAX_VALUE));
        unknown = null;
    }

    private void append(Log log, int step, RandomGenerator random) {
        List<String> records = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            records.add(step + "." + i + "-" + "x".repeat(random.nextInt(10) == 0 ? 900 : random.nextInt(120)));
        }
        unknown = new Batch(records, 0);
        try {
            log.append(records.stream().map(LogRun::entry).toList());
        } catch (LogFailedException e) {
            if (!String.valueOf(e.getMessage()).contains("unknown")) {
                unknown = null;
            }
            return;
        }
        batches.add(new Batch(records, log.activeSegment()));
        unknown = null;
    }

    private void trim(Disk disk, Log log, long firstNeeded) throws IOException {
        // From the attempt on, what is before may be gone.
        trimmed = Math.max(trimmed, firstNeeded);
        try {
            log.trim(firstNeeded, List.of());
            Segment.deleteBefore(disk, firstNeeded);
        } catch (LogFailedException e) {
            // Nothing is gone then, which is allowed too.
        }
    }

    static Entry entry(String record) {
        return Entry.of(Frame.RECORD, ByteBuffer.wrap(record.getBytes(US_ASCII)));
    }

    /** What is read when a log is opened. */
    static final class Found implements RecordVisitor {
        private final TreeMap<Long, List<String>> bySegment = new TreeMap<>();

        @Override
        public void record(long segment, Frame frame) {
            bySegment
                    .computeIfAbsent(segment, any -> new ArrayList<>())
                    .add(US_ASCII.decode(frame.content().duplicate()).toString());
        }

        @Override
        public void trim(long firstLive) {
            bySegment.headMap(firstLive).clear();
        }

        List<String> records() {
            return bySegment.values().stream().flatMap(List::stream).toList();
        }
    }

    /**
     * Opens what was left, and checks that everything acknowledged is there, in order, once, and nothing that nobody
     * appended; that the log goes on; and that opening it again finds the same.
     *
     * @param where what a failure names
     * @return what is there now
     */
    List<String> check(SimDisk left, String where) throws IOException {
        try {
            return check(left);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    private List<String> check(SimDisk left) throws IOException {
        Found found = new Found();
        List<String> expected;
        try (Log log = Log.open(left, SMALL, found)) {
            requireExpected(found.records());
            log.append(List.of(entry("after")));
            expected = new ArrayList<>(found.records());
            expected.add("after");
        }
        Found again = new Found();
        Log.open(left, SMALL, again).close();
        assertThat(again.records()).as("opened again").isEqualTo(expected);
        return expected;
    }

    /** Checks what was found: what was acknowledged, but for what was trimmed, and perhaps the batch that was under way. */
    void requireExpected(List<String> found) {
        List<String> all = new ArrayList<>();
        int optional = 0;
        for (Batch batch : batches) {
            all.addAll(batch.records);
            optional += batch.segment < trimmed ? batch.records.size() : 0;
        }
        List<String> required = all.subList(optional, all.size());
        List<String> withUnknown = new ArrayList<>(all);
        if (unknown != null) {
            withUnknown.addAll(unknown.records);
        }
        boolean asItWas = isEndOf(found, all) && found.size() >= required.size();
        boolean withTheLast =
                isEndOf(found, withUnknown) && found.size() >= required.size() + withUnknown.size() - all.size();
        assertThat(asItWas || withTheLast)
                .as("acknowledged %s, of these needed %d, unknown %s, found %s", all, required.size(), unknown, found)
                .isTrue();
    }

    private static boolean isEndOf(List<String> found, List<String> all) {
        return found.size() <= all.size()
                && all.subList(all.size() - found.size(), all.size()).equals(found);
    }
}
