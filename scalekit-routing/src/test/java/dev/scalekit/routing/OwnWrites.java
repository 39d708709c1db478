package dev.scalekit.routing;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** Writes and reads of one caller, who looks whether each read shows what it has to. Thread-safe. */
class OwnWrites {
    private final RoutingDataSource db;

    OwnWrites(RoutingDataSource db) {
        this.db = db;
    }

    final <R> R inScope(Work<R, SQLException> work) throws SQLException {
        return db.atLeast(ReadToken.NONE, work);
    }

    final boolean isSeenInOneScope(int counter) throws SQLException {
        return inScope(() -> {
            long written = RoutingRig.increment(db, counter);
            return RoutingRig.read(db, counter) >= written;
        });
    }

    /** The token goes to one that neither writes nor reads, and on to one that reads. */
    final boolean isSeenByToken(int counter) throws SQLException {
        long[] written = {0};
        ReadToken token = inScope(() -> {
            written[0] = RoutingRig.increment(db, counter);
            return db.token();
        });
        ReadToken passed = passedOn(parsed(token));
        return db.atLeast(parsed(passed), () -> RoutingRig.read(db, counter)) >= written[0];
    }

    private static ReadToken parsed(ReadToken token) {
        return ReadToken.parse(token.toString());
    }

    ReadToken passedOn(ReadToken token) throws SQLException {
        return db.atLeast(token, db::token);
    }

    /** Returns how many of some reads show less than the one before. */
    final long backwards(AtomicLong reads) throws SQLException {
        long backwards = 0;
        long last = 0;
        for (int i = 0; i < 20; i++) {
            long read = RoutingRig.read(db, 1);
            backwards += read < last ? 1 : 0;
            last = read;
            reads.incrementAndGet();
        }
        return backwards;
    }
}
