package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Experiment.Figure;
import dev.scalekit.examples.demo.Promise.Verdict;
import java.sql.SQLException;
import java.util.List;

/** What became of the page views, for the card of an experiment. Thread-safe. */
final class ViewAudit {
    private final PageViewsLost lost;
    private final PageViewsDoubled doubled;

    ViewAudit(PageViewsLost lost, PageViewsDoubled doubled) {
        this.lost = lost;
        this.doubled = doubled;
    }

    /** Waits until all page views so far are counted, or should be, and says how many are lost and doubled. */
    List<Figure> figures() throws InterruptedException {
        try {
            lost.settle();
            return List.of(
                    figure("page views lost", lost.check(), lost.unit()),
                    figure("page views doubled", doubled.check(), doubled.unit()));
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not tell its page views", e);
        }
    }

    private static Figure figure(String name, Verdict verdict, String unit) {
        return new Figure(
                name,
                Figures.count(verdict.violations()),
                "",
                "the customers' counts against the database's, of " + Figures.count(verdict.checked()) + " " + unit);
    }
}
