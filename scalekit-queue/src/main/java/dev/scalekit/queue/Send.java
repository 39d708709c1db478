package dev.scalekit.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Messages that are stored together, or not at all. Thread-safe where it says so. */
final class Send implements Command {
    private static final int NOT_STORED = -1;

    private final List<Outgoing> messages;
    private final Duration patience;
    private final long deadline;
    private final Completion completion;
    private final int[] places;
    private final long[] ids;
    /** Whether a message has a record, and not only that of an earlier one with its deduplication id. */
    private final boolean[] hasOwn;

    private final int bytes;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** waiting -> writing -> ended, or waiting -> withdrawn. */
    private enum State {
        WAITING,
        WRITING,
        WITHDRAWN
    }

    /** Hears how it ended. Called by the writer's thread. */
    interface Completion {
        void stored(List<MessageId> ids);

        void failed(QueueException e);
    }

    /**
     * @param patience how long it waits for room
     * @param now of the ticker
     */
    Send(List<Outgoing> messages, Duration patience, long now, Completion completion) {
        this.messages = messages;
        this.patience = patience;
        this.deadline = now + patience.toNanos();
        this.completion = completion;
        this.places = new int[messages.size()];
        this.ids = new long[messages.size()];
        this.hasOwn = new boolean[messages.size()];
        this.bytes = Outgoing.bytes(messages);
    }

    int bytes() {
        return bytes;
    }

    int count() {
        return messages.size();
    }

    long deadline() {
        return deadline;
    }

    /** Takes it back, by any thread; false if it is too late for that. */
    boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.WITHDRAWN);
    }

    boolean isWithdrawn() {
        return state.get() == State.WITHDRAWN;
    }

    /** Says that it will be written now; false if it was withdrawn. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.WRITING);
    }

    @Override
    public void write(Batch batch) {
        for (int i = 0; i < places.length; i++) {
            places[i] = place(batch, i);
        }
    }

    private int place(Batch batch, int i) {
        Outgoing message = messages.get(i);
        DeduplicationWindow.Hash hash = message.seen();
        if (hash != null) {
            long stored = batch.seen(hash, message.sentAt());
            if (stored > 0) {
                ids[i] = stored;
                return NOT_STORED;
            }
            Integer earlier = batch.firstSeen(hash, batch.nextPlace());
            if (earlier != null) {
                return earlier;
            }
        }
        hasOwn[i] = true;
        return batch.add(message.entry());
    }

    @Override
    public void stored(Batch batch) {
        List<MessageId> stored = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            if (places[i] != NOT_STORED) {
                ids[i] = batch.sequence(places[i]);
            }
            stored.add(new MessageId(ids[i]));
        }
        completion.stored(stored);
    }

    @Override
    public void failed(QueueException e) {
        completion.failed(e);
    }

    /** Says that there was no room for it in time. */
    void refused(String queue, String missing) {
        refused(new QueueFullException(queue, missing, patience));
    }

    /** Says that it was not stored. */
    void refused(QueueException e) {
        if (begin()) {
            completion.failed(e);
        }
    }

    /** Adds the messages that have a record of their own in the batch, and notes their deduplication ids. */
    void collect(Batch batch, List<Fresh> into) {
        for (int i = 0; i < places.length; i++) {
            Outgoing message = messages.get(i);
            if (hasOwn[i]) {
                long id = batch.sequence(places[i]);
                into.add(new Fresh(
                        id,
                        batch.location(places[i]),
                        new MessageContent(message.entry().content())));
                batch.remember(message, id);
            }
        }
    }
}
