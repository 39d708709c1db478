package dev.scalekit.examples.demo;

import java.util.List;

/** How many pages come to the customers, and how many views are counted, in a second. Sampled by one thread. */
final class PageViewsChart implements Chart {
    private final Rates rates;

    PageViewsChart(ViewLedger views, QueueGauge gauge, Ticker ticker) {
        this.rates = new Rates(ticker, views::acknowledgedCount, gauge::acknowledged);
    }

    @Override
    public String id() {
        return "page-views";
    }

    @Override
    public String title() {
        return "Page views counted a second";
    }

    @Override
    public String unit() {
        return "1/s";
    }

    @Override
    public Scale scale() {
        return Scale.LINEAR;
    }

    @Override
    public List<String> series() {
        return List.of("looked at", "counted");
    }

    @Override
    public String source() {
        return "looked at: pages that came, counted by the customers; counted: told " + QueueGauge.SOURCE;
    }

    @Override
    public double[] sample() {
        return rates.perSecond();
    }
}
