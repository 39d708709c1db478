package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.Need.Mark;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was written and read in one scope, or written in the whole process, as far as later reads have to see it. Nobody is asked
 * how far a write went: what the primary says next covers it, and until it has said something, only the primary is read.
 * Thread-safe.
 */
final class ReadSession {
    private final AtomicReference<Need> need = new AtomicReference<>(Need.NOTHING);
    /** When it is, or when the last question was sent: what is done now is covered by the answer to any later one. */
    private final Ticker ticker;

    private final boolean isIndifferent;

    ReadSession(Ticker ticker) {
        this(ticker, false);
    }

    private ReadSession(Ticker ticker, boolean isIndifferent) {
        this.ticker = ticker;
        this.isIndifferent = isIndifferent;
    }

    /** Returns one that needs nothing, whatever is done. */
    static ReadSession indifferent() {
        return new ReadSession(() -> 0, true);
    }

    /** Tells whether what was done just now changes nothing: the same was done there since the last question. */
    boolean isMarked(Seen at, boolean isWrite) {
        Mark mark = known().mark();
        return mark != null && mark.isOf(at) && isMarked(mark, ticker.nanos(), isWrite);
    }

    private static boolean isMarked(Mark mark, long nowNanos, boolean isWrite) {
        return mark.atNanos() - nowNanos >= 0 && (mark.isWrite() || !isWrite);
    }

    /** Something was done at a node just now. */
    void did(Seen at, boolean isWrite) {
        if (isIndifferent) {
            return;
        }
        long now = ticker.nanos();
        while (true) {
            Need known = known();
            Mark mark = known.mark();
            boolean isOfWrite = isWrite;
            long latest = now;
            if (mark != null && mark.isOf(at)) {
                if (isMarked(mark, now, isWrite)) {
                    return;
                }
                // A write stays one, though it was read since: that it is lost is worth more to know.
                isOfWrite |= mark.isWrite();
                latest = mark.atNanos() - now > 0 ? mark.atNanos() : now;
            }
            Mark next = Mark.of(at, latest, isOfWrite);
            if (need.compareAndSet(known, known.with(next))) {
                return;
            }
        }
    }

    /** What somebody has seen elsewhere must be seen here. */
    void needs(Position position) {
        long now = ticker.nanos();
        need.updateAndGet(known -> requireNonNull(known).with(position, now));
    }

    /** Returns what a read must see, as far as it is known by now: the same object, as long as that is the same. */
    Need need(View view) {
        while (true) {
            Need known = known();
            Mark mark = known.mark();
            if (mark == null) {
                return known;
            }
            Seen seen = view.of(mark.node());
            // Not its position: a node that only says how far it has got at least may have shown more.
            Sample exact = seen.exact();
            if (exact == null || !mark.isOf(seen) || exact.askedNanos() - mark.atNanos() <= 0) {
                return known;
            }
            Need covered = known.with((Mark) null).with(exact.position(), ticker.nanos());
            if (need.compareAndSet(known, covered)) {
                return covered;
            }
        }
    }

    private Need known() {
        return requireNonNull(need.get());
    }

    /** Needs something else instead, unless that is not what it needs any more. */
    boolean replace(Need known, Need other) {
        return need.compareAndSet(known, other);
    }

    /** Without the positions: how much somebody writes is theirs. */
    @Override
    public String toString() {
        Need known = known();
        return "ReadSession[" + known.positions().size() + " positions" + (known.mark() == null ? "]" : ", a mark]");
    }
}
