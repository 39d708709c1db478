package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.ShopServer;

/** Step 4: products are read through a cache in each web server. */
final class CachedReads implements Step {
    @Override
    public int number() {
        return 4;
    }

    @Override
    public String title() {
        return "A cache of products";
    }

    @Override
    public String about() {
        return "Each web server reads products through a cache in its process, by ReadThroughCache: the database is asked for them"
                + " once a second by each, however many customers look. While it is slow or down, products are shown that were"
                + " known. A price that is changed on one server is shown there at once; nobody tells the others yet, who may"
                + " show the old one for " + ShopServer.PRICE_BOUND.toSeconds() + " s.";
    }

    @Override
    public void build(Site site) throws Exception {
        WebFarm farm = site.component(Front.class).farm();
        Database database = site.component(DatabaseServer.class).database();
        Customers customers = site.component(Customers.class);
        ProductCaches caches = site.owns(new ProductCaches());
        site.add(new CacheBox(caches));
        farm.rollOut(new CacheRollout(farm.machines().rollout(), caches));
        site.add(RateChart.products(caches, site.ticker()));

        PriceLedger prices = new PriceLedger(ShopServer.PRICE_BOUND);
        PriceCheck check = site.owns(new PriceCheck(
                () -> site.components(WebServer.class), Stock.products(database.dataSource()), prices, site.ticker()));
        // Only when all of them have a cache: what they have without is no older than a replica is behind.
        site.beforeOpening(check::start);
        site.add(new OldPrices(prices, site.ticker()));
        site.add(new ChangePrice(check, customers, site.timeline()));
        site.add(new ServedFromCache(site.experiment("slow-database"), caches, prices, customers));
        site.add(new ServedFromCache(site.experiment("kill-primary"), caches, prices, customers));
    }
}
