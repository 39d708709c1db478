package dev.scalekit.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The senders that wait for room, in their order; one that waits in vain is refused. For the writer's thread. */
final class SendLine {
    private final Deque<Send> sends = new ArrayDeque<>();
    private final Store store;
    private final Ticker ticker;
    private final Writer.Events events;
    private volatile int waiting;
    private volatile boolean full;
    /** The last one that met no room. */
    private @Nullable Send notFitting;

    SendLine(Store store, Ticker ticker, Writer.Events events) {
        this.store = store;
        this.ticker = ticker;
        this.events = events;
    }

    void add(Send send) {
        sends.addLast(send);
    }

    /** Forgets those that were taken back. */
    void forgetWithdrawn() {
        sends.removeIf(Send::isWithdrawn);
    }

    /** Returns how many wait. By any thread. */
    int waiting() {
        return waiting;
    }

    /** Returns whether the first one meets no room. By any thread. */
    boolean isFull() {
        return full;
    }

    /** Puts as many into a batch as there is room for. */
    void fill(Batch batch) {
        int messages = 0;
        boolean isBlocked = false;
        Room.Admission admission = store.room().admission(store.seen().size());
        for (Send send = sends.peekFirst(); send != null && !isBlocked; send = sends.peekFirst()) {
            int bytes = batch.bytes() + send.bytes();
            if (!batch.isEmpty() && bytes > store.mostBytes()) {
                break;
            }
            String missing = admission.missing(bytes, messages + send.count());
            if (missing == null) {
                if (send.begin()) {
                    batch.add(send);
                    messages += send.count();
                }
                sends.removeFirst();
                continue;
            }
            meetNoRoom(send, missing);
            isBlocked = send.deadline() - ticker.nanos() > 0;
            if (!isBlocked) {
                send.refused(store.name(), missing);
                sends.removeFirst();
            }
        }
        if (full && !isBlocked) {
            lookForRoom(admission, batch, messages);
        }
        waiting = sends.size();
    }

    private void meetNoRoom(Send send, String reason) {
        notFitting = send;
        if (!full) {
            full = true;
            events.full(reason);
        }
    }

    /** Whether there is room now for the last one that met none, whatever has become of that. */
    private void lookForRoom(Room.Admission admission, Batch batch, int messages) {
        Send last = notFitting;
        if (last == null || admission.missing(batch.bytes() + last.bytes(), messages + last.count()) == null) {
            notFitting = null;
            full = false;
            events.roomAgain();
        }
    }

    /** Returns nanoseconds until the first one has waited in vain; {@link Long#MAX_VALUE} if none waits. */
    long untilDeadline(long now) {
        Send first = sends.peekFirst();
        return first == null ? Long.MAX_VALUE : Math.max(1, first.deadline() - now);
    }

    /** Says to all that nothing was stored, but for those that have taken their messages back. */
    void refuse(QueueException e) {
        for (Send send = sends.pollFirst(); send != null; send = sends.pollFirst()) {
            // Also one that was begun when the thread ended in the middle of it.
            if (send.begin() || !send.isWithdrawn()) {
                send.failed(e);
            }
        }
    }
}
