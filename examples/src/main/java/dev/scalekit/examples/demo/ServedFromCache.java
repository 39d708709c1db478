package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.CacheState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Does what another experiment does, and adds to its card what the caches served meanwhile, and how old it was. */
final class ServedFromCache implements Experiment {
    private final Experiment experiment;
    private final ProductCaches caches;
    private final PriceLedger prices;
    private final Customers customers;

    ServedFromCache(Experiment experiment, ProductCaches caches, PriceLedger prices, Customers customers) {
        this.experiment = experiment;
        this.caches = caches;
        this.prices = prices;
        this.customers = customers;
    }

    @Override
    public String id() {
        return experiment.id();
    }

    @Override
    public String title() {
        return experiment.title();
    }

    @Override
    public String about() {
        return experiment.about();
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        caches.look();
        CacheState before = caches.total();
        caches.latestMillis();
        prices.oldestNanos();
        try (Window pages = customers.pages().open()) {
            Outcome outcome = experiment.run(progress);
            caches.look();
            return outcome(outcome, before, caches.total(), pages);
        }
    }

    private Outcome outcome(Outcome outcome, CacheState before, CacheState after, Window pages) {
        long stale = after.stale() - before.stale();
        String late = stale == 0 ? "0" : Figures.seconds(caches.latestMillis() * 1_000_000);
        List<Figure> figures = new ArrayList<>(outcome.figures());
        figures.add(new Figure(
                "median product page",
                Figures.number(pages.percentile(50)),
                "ms",
                "measured by the customers, all the time, " + Figures.count(pages.answered()) + " pages; "
                        + Figures.count(pages.failures()) + " failed"));
        figures.add(new Figure(
                "products read meanwhile",
                Figures.count(after.reads() - before.reads()),
                "",
                "with " + Figures.count(after.queries() - before.queries()) + " queries, " + CacheGauge.SOURCE));
        figures.add(new Figure(
                "of them past their time",
                Figures.count(stale),
                "",
                "as the database did not bring them; told as above"));
        figures.add(new Figure("past it for, at most", late, "s", "told as above"));
        figures.add(new Figure(
                "old price shown for, at most",
                Figures.seconds(prices.oldestNanos()),
                "s",
                "after the next one was acknowledged, by the check of prices; "
                        + prices.bound().toSeconds() + " s are stated"));
        return new Outcome(
                outcome.recovered(),
                outcome.headline() + "; product pages took " + Figures.number(pages.percentile(50)) + " ms, "
                        + Figures.count(stale) + " products were shown past their time"
                        + (stale == 0 ? "" : ", for " + late + " s at most"),
                figures);
    }
}
