package dev.scalekit.queue;

import java.util.concurrent.atomic.AtomicLong;

/** The right to one message for a time. The object is the receipt. Thread-safe. */
final class Lease {
    private static final long ENDED = Long.MIN_VALUE;

    private final String group;
    private final Item item;
    private final int attempt;
    private final MessageContent content;
    /**
     * When its time is over, in the ticker's nanoseconds -> ENDED, once: by whoever has it, or by the dispatcher when its time
     * is over. Who is late is told so.
     */
    private final AtomicLong expiresAt;

    Lease(String group, Item item, MessageContent content, long expiresAt) {
        this.group = group;
        this.item = item;
        this.attempt = item.attempts;
        this.content = content;
        this.expiresAt = new AtomicLong(expiresAt);
    }

    long id() {
        return item.id;
    }

    Item item() {
        return item;
    }

    int attempt() {
        return attempt;
    }

    MessageContent content() {
        return content;
    }

    /** Returns when its time is over, as far as nobody has extended it since. */
    long expiresAt() {
        return expiresAt.get();
    }

    boolean isHeld() {
        return expiresAt.get() != ENDED;
    }

    /**
     * Ends it for its holder.
     *
     * @throws LeaseExpiredException if it has ended, or its time is over
     */
    void end(long now) {
        move(now, ENDED);
    }

    /**
     * Moves its end.
     *
     * @throws LeaseExpiredException if it has ended, or its time is over
     */
    void extend(long now, long until) {
        move(now, until);
    }

    /** Ends it for its holder; false if it has ended, or its time is over. */
    boolean tryEnd(long now) {
        return tryMove(now, ENDED);
    }

    private void move(long now, long to) {
        if (!tryMove(now, to)) {
            throw new LeaseExpiredException(group, new MessageId(item.id), attempt);
        }
    }

    private boolean tryMove(long now, long to) {
        long end = expiresAt.get();
        while (end != ENDED && end - now > 0) {
            if (expiresAt.compareAndSet(end, to)) {
                return true;
            }
            end = expiresAt.get();
        }
        return false;
    }

    /** Ends it for the dispatcher if its time is over; false if it has more, or if its holder has ended it. */
    boolean expire(long now) {
        long end = expiresAt.get();
        return end != ENDED && end - now <= 0 && expiresAt.compareAndSet(end, ENDED);
    }
}
