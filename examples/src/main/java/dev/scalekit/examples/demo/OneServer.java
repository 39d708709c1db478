package dev.scalekit.examples.demo;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Step 1: everything on one server, with one database. */
final class OneServer implements Step {
    @Override
    public int number() {
        return 1;
    }

    @Override
    public String title() {
        return "One server, one database";
    }

    @Override
    public String about() {
        return "A web server with its sessions in memory, and one PostgreSQL. When the web server dies, nobody answers"
                + " and everybody is logged out; what was ordered stays.";
    }

    @Override
    public void build(Site site) throws Exception {
        ExecutorService reader = Executors.newSingleThreadExecutor(task -> new Thread(task, "scalekit-demo-foodmart"));
        try {
            Future<FoodMart> reading = reader.submit(() -> FoodMart.read());
            Database database = site.owns(Database.start(site.folder()));
            site.add(new DatabaseBox(database, database.primary()));
            FoodMart foodMart = reading.get();
            Stock.load(foodMart, database.dataSource());
            build(site, database, foodMart);
        } finally {
            reader.shutdownNow();
        }
    }

    private static void build(Site site, Database database, FoodMart foodMart) throws Exception {
        WebServer web = site.owns(new WebServer(
                "web1",
                Machines.label("web1"),
                database,
                database.line(Line.Use.REQUESTS, WebRegions.EAST),
                site.folder().resolve("web1.log"),
                site.timeline()));
        site.add(web);
        web.start(Deployment.ALONE);

        Ledger ledger = new Ledger();
        Customers customers = site.owns(new Customers(
                foodMart.salesInOrder(site.options().seed()),
                site.options(),
                web.address(),
                web.id(),
                ledger,
                site.ticker()));
        site.add(customers);

        site.add(RateChart.requests(customers.requests(), site.ticker()));
        site.add(new LatencyChart(customers.requests()));
        site.add(new KillWebServer(web, customers, site.timeline()));
        site.add(new SlowDatabase(database, customers, site.timeline()));
        site.add(new OrdersLost(ledger, database.dataSource()));
        site.add(new OrdersDoubled(ledger, database.dataSource()));
        site.add(new OrdersHalfDone(database.dataSource()));
    }
}
