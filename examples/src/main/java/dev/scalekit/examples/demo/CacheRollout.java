package dev.scalekit.examples.demo;

/** Has each web server read products through a cache. Thread-safe. */
final class CacheRollout implements Rollout {
    private final Rollout before;
    private final ProductCaches caches;

    /** @param before how they are set up otherwise */
    CacheRollout(Rollout before, ProductCaches caches) {
        this.before = before;
        this.caches = caches;
    }

    @Override
    public Deployment of(WebServer server) {
        String id = server.id();
        caches.add(server);
        return before.of(server)
                .cached(new Component.Link(CacheBox.ID, "reads", CacheGauge.SOURCE, () -> caches.reads(id), null));
    }

    @Override
    public void empty(WebServer server) {
        before.empty(server);
        caches.remove(server);
    }
}
