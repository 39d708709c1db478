package dev.scalekit.examples.demo;

import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** No page view is counted twice, or for a product that nobody looked at. Thread-safe. */
final class PageViewsDoubled implements Promise {
    private final ViewLedger views;
    private final DataSource database;

    PageViewsDoubled(ViewLedger views, DataSource database) {
        this.views = views;
        this.database = database;
    }

    @Override
    public String id() {
        return "page-views-doubled";
    }

    @Override
    public String title() {
        return "Page views doubled";
    }

    @Override
    public String unit() {
        return "page views in the database";
    }

    @Override
    public String how() {
        return "the database's counts, read by a connection of its own, must be no higher than the pages that the customers"
                + " asked for, by product";
    }

    @Override
    public Verdict check() throws SQLException {
        // First what is counted, then what was asked for: a page may be asked for and counted while we read.
        Map<Integer, Long> counted = CountedPages.in(database).views();
        Map<Integer, Long> tooMany = CountedPages.surplus(counted, views.begun());
        return new Verdict(
                CountedPages.total(counted),
                CountedPages.total(tooMany),
                Verdict.first("too many, of the products", tooMany.keySet()));
    }
}
