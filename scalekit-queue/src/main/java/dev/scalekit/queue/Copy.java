package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import dev.scalekit.queue.Relocation.Moved;
import java.util.ArrayList;
import java.util.List;

/** Writes messages once more, at the end of the log. For the writer's thread. */
final class Copy implements Command {
    private final Ledger ledger;
    private final List<Fresh> messages;
    private final Outcome outcome;
    private final List<Fresh> written = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /** Hears how it ended. Called by the writer's thread. */
    interface Outcome {
        void copied(List<Moved> moved);

        void failed(QueueException e);
    }

    Copy(Ledger ledger, List<Fresh> messages, Outcome outcome) {
        this.ledger = ledger;
        this.messages = messages;
        this.outcome = outcome;
    }

    @Override
    public int needs() {
        return messages.stream()
                .mapToInt(message -> ledger.fates(message.id())
                        .map(fates -> Frame.size(new CopyRecord(message.id(), fates, message.content())
                                .encode()
                                .remaining()))
                        .orElse(0))
                .sum();
    }

    @Override
    public void write(Batch batch) {
        written.clear();
        places.clear();
        for (Fresh message : messages) {
            ledger.fates(message.id()).ifPresent(fates -> {
                CopyRecord copy = new CopyRecord(message.id(), fates, message.content());
                written.add(message);
                places.add(batch.add(Entry.of(RecordType.COPY, copy.encode())));
            });
        }
    }

    @Override
    public void stored(Batch batch) {
        List<Moved> moved = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Fresh message = written.get(i);
            int place = places.get(i);
            moved.add(new Moved(
                    message.id(),
                    message.location(),
                    batch.location(place),
                    batch.size(place),
                    message.content().due()));
        }
        outcome.copied(moved);
    }

    @Override
    public void failed(QueueException e) {
        outcome.failed(e);
    }
}
