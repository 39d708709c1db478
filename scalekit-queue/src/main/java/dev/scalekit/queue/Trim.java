package dev.scalekit.queue;

import dev.scalekit.queue.GroupsRecord.Declared;
import dev.scalekit.queue.Log.Entry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** Says that the oldest segments are not needed any more, and where what was needed of them is. For the writer's thread. */
final class Trim implements Command {
    private final Store store;
    private final List<Range> ranges;
    private final Relocation relocation;
    private final long nowMillis;
    private final Outcome outcome;

    /** Hears how it ended. Called by the writer's thread. */
    interface Outcome {
        void trimmed();

        void failed(QueueException e);
    }

    /** @param ranges where the messages are now */
    Trim(Store store, List<Range> ranges, Relocation relocation, long nowMillis, Outcome outcome) {
        this.store = store;
        this.nowMillis = nowMillis;
        this.ranges = ranges;
        this.relocation = relocation;
        this.outcome = outcome;
    }

    @Override
    public void write(Batch batch) {
        batch.add(Entry.of(RecordType.GROUPS, groups(store.ledger()).encode()));
        if (!ranges.isEmpty()) {
            ByteBuffer moved = ByteBuffer.allocate(ranges.size() * Range.BYTES);
            ranges.forEach(range -> range.put(moved));
            batch.add(Entry.of(RecordType.MOVED, moved.flip()));
        }
        batch.add(Entry.of(Frame.TRIM, LogReader.trimmed(relocation.firstLive())));
        writeSeen(batch);
    }

    /** Writes as many ids as there is room for: the queue may have had longer segments when they came. */
    private void writeSeen(Batch batch) {
        store.seen().expire(nowMillis);
        long room = new Log.Settings(store.log().spares().segmentBytes()).room() - batch.bytes() - Frame.size(0);
        int most = (int) Math.max(0, room / DeduplicationWindow.Seen.BYTES);
        List<DeduplicationWindow.Seen> seen = store.seen().newestIn(segment(), most, nowMillis);
        if (!seen.isEmpty()) {
            ByteBuffer stubs = ByteBuffer.allocate(seen.size() * DeduplicationWindow.Seen.BYTES);
            seen.forEach(stub -> stub.encode(stubs));
            batch.add(Entry.of(RecordType.SEEN, stubs.flip()));
        }
    }

    /** Returns the segment that goes. */
    private long segment() {
        return relocation.firstLive() - 1;
    }

    static GroupsRecord groups(Ledger ledger) {
        List<Declared> declared = IntStream.range(0, ledger.groupCount())
                .mapToObj(ledger::declared)
                .toList();
        return new GroupsRecord(declared);
    }

    @Override
    public void stored(Batch batch) {
        store.log().trimmed(relocation.firstLive());
        store.seen().moved(segment(), batch.segment());
        store.ledger().moved(ranges, relocation);
        outcome.trimmed();
    }

    @Override
    public void failed(QueueException e) {
        outcome.failed(e);
    }
}
