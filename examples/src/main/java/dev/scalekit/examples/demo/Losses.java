package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Experiment.Figure;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Counts what may be lost when a server of the database dies. Immutable. */
final class Losses {
    private final Ledger ledger;
    private final OrdersLost orders;

    Losses(Customers customers, DataSource database) {
        this.ledger = customers.ledger();
        this.orders = new OrdersLost(ledger, database);
    }

    /** What had been lost when something began. */
    record Before(long sessions, int stale, long looks) {}

    /** What has been lost since. */
    record Lost(Figure orders, Figure sessions, Figure stale) {
        List<Figure> all() {
            return List.of(orders, sessions, stale);
        }
    }

    Before before() {
        OwnReads reads = ledger.ownReads();
        return new Before(ledger.sessions().lostCount(), reads.stale().size(), reads.checkedCount());
    }

    /** Returns what has been lost since. */
    Lost since(Before before) {
        OwnReads reads = ledger.ownReads();
        return new Lost(
                new Figure("acknowledged orders lost", lostOrders(), "", "looked up in the database, all there are"),
                new Figure(
                        "sessions lost",
                        Figures.count(ledger.sessions().lostCount() - before.sessions()),
                        "",
                        Figures.BY_CUSTOMERS),
                new Figure(
                        "stale reads of own orders",
                        Figures.count(reads.stale().size() - before.stale()),
                        "",
                        "of " + Figures.count(reads.checkedCount() - before.looks()) + " looked at right after"));
    }

    private String lostOrders() {
        try {
            return Figures.count(orders.check().violations());
        } catch (SQLException e) {
            return "not known";
        }
    }
}
