package dev.scalekit.queue;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An acknowledgement. Immutable. */
final class Done implements Command {
    private final Ledger ledger;
    private final int group;
    private final long id;
    private final Consumer<@Nullable QueueException> ended;

    /** @param ended hears null once it is durable */
    Done(Ledger ledger, int group, long id, Consumer<@Nullable QueueException> ended) {
        this.ledger = ledger;
        this.group = group;
        this.id = id;
        this.ended = ended;
    }

    @Override
    public void write(Batch batch) {
        batch.done(ledger.declared(group).number(), id);
    }

    @Override
    public void stored(Batch batch) {
        ledger.with(group, own -> own.open().remove(id));
        ended.accept(null);
    }

    @Override
    public void failed(QueueException e) {
        ended.accept(e);
    }
}
