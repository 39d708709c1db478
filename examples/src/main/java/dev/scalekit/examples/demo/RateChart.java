package dev.scalekit.examples.demo;

import java.util.List;

/** How often things happen in a second. Sampled by one thread. */
record RateChart(String id, String title, List<String> series, String source, Rates rates) implements Chart {

    /** How many requests are answered, and fail. */
    static RateChart requests(Requests requests, Ticker ticker) {
        return new RateChart(
                "requests",
                "Requests a second",
                List.of("answered", "failed"),
                "counted by the customers, each half second; failed = no answer within 5 s, an error, or no place in the shop",
                new Rates(ticker, requests::answered, requests::failures));
    }

    /** How many pages come to the customers, and how many views are counted. */
    static RateChart pageViews(ViewLedger views, QueueGauge gauge, Ticker ticker) {
        return new RateChart(
                "page-views",
                "Page views counted a second",
                List.of("looked at", "counted"),
                "looked at: pages that came, counted by the customers; counted: told " + QueueGauge.SOURCE,
                new Rates(ticker, views::acknowledgedCount, gauge::acknowledged));
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
    public double[] sample() {
        return rates.perSecond();
    }
}
