package dev.scalekit.examples.demo;

import java.util.List;

/** Step 5: what the customer need not wait for goes through a queue. */
final class QueuedPageViews implements Step {
    @Override
    public int number() {
        return 5;
    }

    @Override
    public String title() {
        return "A queue for page views";
    }

    @Override
    public String about() {
        return "A page view is no statement of the request any more: the web server puts it into a queue in its folder, on"
                + " disk before the page is sent, and a worker of its process counts many in one statement. When the web"
                + " server dies, its page views wait until it is back; when its disk dies, they are gone.";
    }

    @Override
    public void build(Site site) throws Exception {
        WebServer web = site.component(WebServer.class);
        Database database = site.component(Database.class);
        Customers customers = site.component(Customers.class);
        ViewLedger views = customers.ledger().views();
        Database.Line line = database.line();
        QueueGauge gauge = site.owns(new QueueGauge(web.address()));
        ViewQueue queue = new ViewQueue(gauge, web.id());
        web.redeploy(
                List.of("memory", site.folder().resolve(web.id() + "-views").toString(), line.jdbcUrl()), queue.link());
        gauge.look();
        gauge.start();
        site.add(queue);
        site.add(new StatisticsWorker(gauge, web.id(), line));
        site.add(new QueueDepthChart(gauge));
        site.add(RateChart.pageViews(views, gauge, site.ticker()));

        PageViewsLost lost = new PageViewsLost(views, database.dataSource(), site.ticker());
        PageViewsDoubled doubled = new PageViewsDoubled(views, database.dataSource());
        site.add(lost);
        site.add(doubled);
        ViewAudit audit = new ViewAudit(lost, doubled);
        KillWebServer kill = new KillWebServer(web, customers, site.timeline());
        site.add(new KillQueueServer(kill, gauge, audit, customers));
        site.add(new PauseWorkers(gauge, audit, customers, site.timeline()));
    }
}
