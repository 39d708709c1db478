package dev.scalekit.routing;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Has callers wait until something else is known of the nodes, as many as may, and has the nodes asked for them. Thread-safe. */
final class Waiting {
    private final Nodes nodes;
    private final Changes changes = new Changes();
    private final Semaphore places;
    private final RoutingCounts counts;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param places for how many to wait at once */
    Waiting(Nodes nodes, int places, RoutingCounts counts) {
        this.nodes = nodes;
        this.places = new Semaphore(places);
        this.counts = counts;
    }

    /** Something else is known. */
    void changed() {
        changes.signal();
    }

    /** Takes a place to wait for something else; whoever got one {@linkplain #leave leaves}. */
    boolean tryEnter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    /**
     * Waits for another view than this one, or until the time is over.
     *
     * @return false if no more may wait, or it is closed, and nothing else will be known
     * @throws SQLException if the thread is interrupted, which it then still is
     */
    @SuppressWarnings("ReferenceEquality") // Another view is another object.
    boolean tryWaitForOther(View view, long nanos) throws SQLException {
        if (closed.get() || !tryEnter()) {
            return false;
        }
        try {
            counts.waits.increment();
            nodes.sampleSoon();
            changes.await(() -> nodes.view() != view || closed.get(), nanos);
            return true;
        } finally {
            leave();
        }
    }

    void requireOpen() throws SQLException {
        if (closed.get()) {
            throw new SQLNonTransientConnectionException(nodes.name() + " is closed", "08003");
        }
    }

    /** Ends the waiting, for good; false if it was ended before. */
    boolean close() {
        boolean isFirst = !closed.getAndSet(true);
        changes.signal();
        return isFirst;
    }
}
