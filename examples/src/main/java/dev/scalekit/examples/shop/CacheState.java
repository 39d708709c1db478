package dev.scalekit.examples.shop;

/**
 * What a web server tells of its cache of products. Counted since its process was started.
 *
 * @param process the id of the process
 * @param reads how often somebody wanted a product
 * @param queries how often the database was asked for products, all of them together
 * @param stale reads that got a product whose time was over, since it could not be loaded
 * @param latestMillis for how long it was over at most, since the server told it the last time
 */
public record CacheState(long process, long reads, long queries, long stale, long latestMillis) {}
