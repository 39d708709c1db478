package dev.scalekit.examples.demo;

import dev.scalekit.testkit.postgres.PgServer;
import java.util.List;

/**
 * Asks replicas directly for the order that was acknowledged last, as a shop would that does not care how far they have got.
 * Used by one thread.
 */
final class Control {
    private final Ledger ledger;
    private long last;
    private long asked;
    private long missing;

    Control(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Asks one of them, each time another one, if there is an order that none was asked for yet. */
    void look(List<PgServer> replicas) {
        List<Long> acknowledged = ledger.acknowledged();
        long newest = acknowledged.isEmpty() ? last : acknowledged.get(acknowledged.size() - 1);
        if (newest == last) {
            return;
        }
        last = newest;
        PgServer replica = replicas.get((int) (asked % replicas.size()));
        asked++;
        if (replica.query("select count(*) from orders where reference = " + newest)
                .equals("0")) {
            missing++;
        }
    }

    long asked() {
        return asked;
    }

    long missing() {
        return missing;
    }
}
