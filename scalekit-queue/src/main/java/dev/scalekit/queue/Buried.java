package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The end of dead letters: they are tried again, or thrown away. For the writer's thread. */
final class Buried implements Command {
    private final Ledger ledger;
    private final int group;
    private final List<Long> ids;
    private final boolean again;
    private final Outcome outcome;
    private final List<Long> there = new ArrayList<>();

    /** Hears how it ended. Called by the writer's thread. */
    interface Outcome {
        /** They are no dead letters any more; of each that was one, where it is, by its id. */
        void ended(Map<Long, Long> locations);

        void failed(QueueException e);
    }

    /** @param again whether they are tried again */
    Buried(Ledger ledger, int group, List<Long> ids, boolean again, Outcome outcome) {
        this.ledger = ledger;
        this.group = group;
        this.ids = ids;
        this.again = again;
        this.outcome = outcome;
    }

    @Override
    public int needs() {
        return ids.size() * DoneRecord.ROOM;
    }

    @Override
    public void write(Batch batch) {
        there.clear();
        int number = ledger.declared(group).number();
        for (long id : ids) {
            if (ledger.with(group, own -> own.dead().containsKey(id))
                    && batch.graves(group).end(id)) {
                there.add(id);
                batch.add(Entry.of(RecordType.BURIED, new BuriedRecord(number, id, again).encode()));
            }
        }
    }

    @Override
    public void stored(Batch batch) {
        outcome.ended(ledger.with(group, this::end));
    }

    private Map<Long, Long> end(GroupLedger own) {
        Map<Long, Long> locations = new HashMap<>();
        for (long id : there) {
            Dead dead = own.unbury(id);
            if (dead != null) {
                locations.put(id, dead.location());
                if (again) {
                    own.open().add(id);
                }
            }
        }
        return locations;
    }

    @Override
    public void failed(QueueException e) {
        outcome.failed(e);
    }
}
