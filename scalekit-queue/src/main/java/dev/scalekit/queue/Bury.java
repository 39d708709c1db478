package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.nio.ByteBuffer;
import java.util.List;

/** Makes a message a dead letter; the oldest one goes if there are too many. For the writer's thread. */
final class Bury implements Command {
    /** Where fewer are allowed than before, their number falls by and by: a batch must fit into a segment. */
    private static final int MOST_DROPPED = 2;

    private final Ledger ledger;
    private final int group;
    private final long id;
    private final Dead dead;
    private final int most;
    private final Outcome outcome;
    private List<Long> dropped = List.of();

    /** Hears how it ended. Called by the writer's thread. */
    interface Outcome {
        void buried(List<Long> dropped);

        void failed(QueueException e);
    }

    /** @param most how many dead letters the group may have */
    Bury(Ledger ledger, int group, long id, Dead dead, int most, Outcome outcome) {
        this.ledger = ledger;
        this.group = group;
        this.id = id;
        this.dead = dead;
        this.most = most;
        this.outcome = outcome;
    }

    @Override
    public int needs() {
        return content().size() + MOST_DROPPED * DoneRecord.ROOM;
    }

    private Entry content() {
        ByteBuffer death = dead.at(ledger.current(dead.location())).encode();
        return Entry.of(
                RecordType.DEAD,
                ByteBuffer.allocate(Short.BYTES + Long.BYTES + death.remaining())
                        .putShort((short) ledger.declared(group).number())
                        .putLong(id)
                        .put(death)
                        .flip());
    }

    @Override
    public void write(Batch batch) {
        if (most > 0) {
            batch.add(content());
            batch.graves(group).begin(id);
        } else {
            batch.done(ledger.declared(group).number(), id);
        }
        dropped = most == 0
                ? List.of()
                : ledger.with(
                        group, own -> batch.graves(group).endTooMany(own.dead().keySet(), most, MOST_DROPPED));
        dropped.forEach(oldest -> batch.add(Entry.of(
                RecordType.BURIED, new BuriedRecord(ledger.declared(group).number(), oldest, false).encode())));
    }

    @Override
    public void stored(Batch batch) {
        ledger.with(group, own -> {
            own.open().remove(id);
            dropped.forEach(own.dead()::remove);
            return most > 0 ? own.dead().put(id, dead.at(ledger.current(dead.location()))) : null;
        });
        outcome.buried(most > 0 ? dropped : List.of(id));
    }

    @Override
    public void failed(QueueException e) {
        outcome.failed(e);
    }
}
