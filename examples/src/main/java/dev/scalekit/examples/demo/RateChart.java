package dev.scalekit.examples.demo;

import dev.scalekit.testkit.postgres.PgServer;
import java.util.List;
import java.util.function.LongSupplier;

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

    /** How many requests each web server gets, one that comes and goes included. */
    static RateChart webServers(WebFarm farm, List<String> ids, Ticker ticker) {
        return new RateChart(
                "web-servers",
                "Requests a second by web server",
                ids,
                "counted by the balancer, each half second: answered, failed or given up",
                new Rates(
                        ticker,
                        ids.stream()
                                .map(id -> (LongSupplier) () -> farm.requests(id))
                                .toArray(LongSupplier[]::new)));
    }

    /** How often the shop speaks to each server of the database. */
    static RateChart databaseServers(Database database, Ticker ticker) {
        return new RateChart(
                "database-servers",
                "Round trips a second by database server",
                database.servers().stream().map(PgServer::name).toList(),
                "counted on the lines, each half second: statements and batches of web servers and workers, without probes",
                new Rates(
                        ticker,
                        database.servers().stream()
                                .map(server -> (LongSupplier) () -> database.roundTrips(server))
                                .toArray(LongSupplier[]::new)));
    }

    /** How many requests each region gets. */
    static RateChart regions(WebRegions regions, Ticker ticker) {
        return new RateChart(
                "by-region",
                "Requests a second by region",
                List.of(WebRegions.EAST, WebRegions.WEST),
                "counted by the proxy, each half second, when it sends them",
                new Rates(ticker, regions::eastRequests, regions::westRequests));
    }

    /** How often customers want a product, and how often the database is asked for some. */
    static RateChart products(ProductCaches caches, Ticker ticker) {
        return new RateChart(
                "products",
                "Product reads a second",
                List.of("read", "queries", "past their time"),
                "queries of the database bring many products; " + CacheGauge.SOURCE,
                new Rates(
                        ticker,
                        () -> caches.total().reads(),
                        () -> caches.total().queries(),
                        () -> caches.total().stale()));
    }

    /** How many pages come to the customers, and how many views are counted. */
    static RateChart pageViews(ViewLedger views, ViewQueues queues, Ticker ticker) {
        return new RateChart(
                "page-views",
                "Page views counted a second",
                List.of("looked at", "counted"),
                "looked at: pages that came, counted by the customers; counted: told " + QueueGauge.SOURCE,
                new Rates(ticker, views::acknowledgedCount, queues::acknowledged));
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
