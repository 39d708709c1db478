package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.CacheState;
import dev.scalekit.examples.shop.ShopServer;
import java.util.List;

/** The caches of products in the processes of the web servers: one box for all. Thread-safe. */
final class CacheBox implements Component {
    static final String ID = "cache";

    private final ProductCaches caches;

    CacheBox(ProductCaches caches) {
        this.caches = caches;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.CACHE;
    }

    @Override
    public String label() {
        return "Caches of products";
    }

    @Override
    public Status status() {
        return caches.answer()
                ? new Status(State.UP, "one in each web server")
                : new Status(State.DOWN, "a process is gone");
    }

    @Override
    public List<Fact> facts() {
        CacheState all = caches.total();
        return List.of(
                new Fact(
                        "reads a query",
                        Figures.number(all.queries() == 0 ? Double.NaN : (double) all.reads() / all.queries())),
                new Fact("served past their time", Figures.count(all.stale())),
                new Fact("old prices for at most", ShopServer.PRICE_BOUND.toSeconds() + " s"));
    }

    /** What they ask the database goes over the lines of their web servers. */
    @Override
    public List<Link> links() {
        return List.of();
    }
}
