package dev.scalekit.examples.demo;

import java.util.List;

/** How many requests are answered, and fail, in a second. Sampled by one thread. */
final class RequestsChart implements Chart {
    private final Rates rates;

    RequestsChart(Requests requests, Ticker ticker) {
        this.rates = new Rates(ticker, requests::answered, requests::failures);
    }

    @Override
    public String id() {
        return "requests";
    }

    @Override
    public String title() {
        return "Requests a second";
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
        return List.of("answered", "failed");
    }

    @Override
    public String source() {
        return "counted by the customers, each half second; failed = no answer within 5 s, an error, or no place in the shop";
    }

    @Override
    public double[] sample() {
        return rates.perSecond();
    }
}
