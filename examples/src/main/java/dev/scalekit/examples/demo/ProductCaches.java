package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.CacheState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The caches of products of all web servers, as if they were one. Thread-safe. */
final class ProductCaches implements AutoCloseable {
    /** By the id of the server. Guarded by this, as all below. */
    private final Map<String, CacheGauge> gauges = new HashMap<>();
    /** What the caches of servers have done that went for good. */
    private final Map<String, CacheState> gone = new HashMap<>();

    /** Begins to ask a web server, which need not run yet; if it is not asked already. */
    synchronized void add(WebServer server) {
        gauges.computeIfAbsent(server.id(), any -> {
            CacheGauge gauge = new CacheGauge(server.address());
            gauge.start();
            return gauge;
        });
    }

    /** Asks a server the last time. */
    void remove(WebServer server) {
        CacheGauge gauge = gauge(server);
        if (gauge != null) {
            gauge.look();
            gauge.close();
            synchronized (this) {
                gauges.remove(server.id());
                gone.merge(server.id(), gauge.total(), CacheGauge::sum);
            }
        }
    }

    private synchronized @Nullable CacheGauge gauge(WebServer server) {
        return gauges.get(server.id());
    }

    /** Asks all of them now. */
    void look() {
        asked().forEach(CacheGauge::look);
    }

    private synchronized Collection<CacheGauge> asked() {
        return List.copyOf(gauges.values());
    }

    /** Returns whether all have answered when they were last asked. */
    boolean answer() {
        return asked().stream().allMatch(CacheGauge::answers);
    }

    /** Returns how often customers wanted a product of one web server. */
    synchronized long reads(String server) {
        CacheGauge gauge = gauges.get(server);
        return gone.getOrDefault(server, CacheGauge.NOTHING).reads()
                + (gauge == null ? 0 : gauge.total().reads());
    }

    /** Returns what all have done together. */
    synchronized CacheState total() {
        CacheState all = CacheGauge.NOTHING;
        for (CacheState each : gone.values()) {
            all = CacheGauge.sum(all, each);
        }
        for (CacheGauge gauge : gauges.values()) {
            all = CacheGauge.sum(all, gauge.total());
        }
        return all;
    }

    /** Returns for how long the time of something was over at most that was served since this was called the last time. */
    long latestMillis() {
        return asked().stream().mapToLong(CacheGauge::latestMillis).max().orElse(0);
    }

    @Override
    public void close() {
        asked().forEach(CacheGauge::close);
    }
}
