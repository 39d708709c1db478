package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;

/** Makes a message a dead letter; the oldest one goes if there are too many. For the writer's thread. */
final class Bury implements Command {
    /** Where fewer are allowed than before, their number falls by and by: a batch must fit into a segment. */
    private static final int MOST_DROPPED = 2;

    private final Ledger ledger;
    private final int group;
    private final long id;
    private final Dead dead;
    private final LongSupplier location;
    private final int most;
    private final Outcome outcome;
    private List<Long> dropped = List.of();

    /** Hears how it ended. Called by the writer's thread. */
    interface Outcome {
        void buried(List<Long> dropped);

        void failed(QueueException e);
    }

    /**
     * @param location where the message is, or was before the last move: it may move again until this is written
     * @param most how many dead letters the group may have
     */
    Bury(Ledger ledger, int group, long id, Dead dead, LongSupplier location, int most, Outcome outcome) {
        this.ledger = ledger;
        this.group = group;
        this.id = id;
        this.dead = dead;
        this.location = location;
        this.most = most;
        this.outcome = outcome;
    }

    @Override
    public int needs() {
        return content().size() + MOST_DROPPED * DoneRecord.ROOM;
    }

    private Entry content() {
        ByteBuffer death = dead.at(ledger.current(location.getAsLong())).encode();
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
        Dead where = dead.at(ledger.current(location.getAsLong()));
        ledger.with(group, own -> {
            own.open().remove(id);
            dropped.forEach(own::unbury);
            if (most > 0) {
                own.bury(id, where);
            }
            return null;
        });
        outcome.buried(most > 0 ? dropped : List.of(id));
    }

    @Override
    public void failed(QueueException e) {
        outcome.failed(e);
    }
}
