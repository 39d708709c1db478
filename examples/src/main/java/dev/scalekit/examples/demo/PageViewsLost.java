package dev.scalekit.examples.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Each page that a customer got is counted for its product, at the latest a while after it came: until then it may be on its
 * way, through a queue. Thread-safe.
 */
final class PageViewsLost implements Promise {
    /** In seconds: for a test that waits in vain. */
    static final String PATIENCE_PROPERTY = "scalekit.demo.patience";

    /** Longer than it takes to start a web server again and to count what it had left. */
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger(PATIENCE_PROPERTY, 20));

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final ViewLedger views;
    private final DataSource database;
    private final Ticker ticker;
    /** What is awaited; null before the first check, and once it has arrived. Guarded by this. */
    private @Nullable Awaited awaited;

    private long checked;

    PageViewsLost(ViewLedger views, DataSource database, Ticker ticker) {
        this.views = views;
        this.database = database;
        this.ticker = ticker;
    }

    /** What was acknowledged at a moment. */
    private record Awaited(long at, Map<Integer, Long> acknowledged) {}

    @Override
    public String id() {
        return "page-views-lost";
    }

    @Override
    public String title() {
        return "Page views lost";
    }

    @Override
    public String unit() {
        return "pages that came";
    }

    @Override
    public String how() {
        return "the customers count the pages that they got, by product; the database's counts, read by a connection of its"
                + " own, must be as high within " + PATIENCE.toSeconds() + " s";
    }

    @Override
    public synchronized Verdict check() throws SQLException {
        Awaited now = awaited == null ? acknowledgedNow() : awaited;
        Map<Integer, Long> missing = missing(now);
        awaited = missing.isEmpty() ? null : now;
        if (missing.isEmpty()) {
            checked = CountedPages.total(now.acknowledged());
        } else if (isOverdue(now)) {
            return new Verdict(
                    CountedPages.total(now.acknowledged()),
                    CountedPages.total(missing),
                    Verdict.first("lost, of the products", missing.keySet()));
        }
        return new Verdict(checked, 0, "");
    }

    /**
     * {@inheritDoc} The check after it looks at all that was acknowledged when this was called, or before. Where something is
     * lost already, nothing is waited for.
     */
    @Override
    public void settle() throws SQLException, InterruptedException {
        Awaited now = acknowledgedNow();
        while (!isAnythingLost() && !missing(now).isEmpty() && !isOverdue(now)) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while page views were on their way");
            }
        }
        synchronized (this) {
            // One that waits longer already has to be found first.
            if (awaited == null || missing(awaited).isEmpty()) {
                awaited = now;
            }
        }
    }

    private synchronized boolean isAnythingLost() throws SQLException {
        return awaited != null && isOverdue(awaited) && !missing(awaited).isEmpty();
    }

    private boolean isOverdue(Awaited what) {
        return ticker.nanos() - what.at() >= PATIENCE.toNanos();
    }

    private Awaited acknowledgedNow() {
        return new Awaited(ticker.nanos(), views.acknowledged());
    }

    private Map<Integer, Long> missing(Awaited what) throws SQLException {
        return CountedPages.surplus(
                what.acknowledged(), CountedPages.in(database).views());
    }
}
