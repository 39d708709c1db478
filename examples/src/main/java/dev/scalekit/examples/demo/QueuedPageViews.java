package dev.scalekit.examples.demo;

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
        return "A page view is no statement of the request any more: each web server puts it into a queue in its folder, on"
                + " disk before the page is sent, and a worker of its process counts many in one statement. When a web"
                + " server dies, its page views wait until it is back; when its disk dies, they are gone.";
    }

    @Override
    public void build(Site site) throws Exception {
        WebFarm farm = site.component(Front.class).farm();
        Database database = site.component(DatabaseServer.class).database();
        Customers customers = site.component(Customers.class);
        ViewLedger views = customers.ledger().views();
        ViewQueues queues = site.owns(new ViewQueues());
        QueueRollout rollout = new QueueRollout(farm.machines().rollout(), site.folder(), database, queues);
        site.add(new ViewQueue(queues));
        site.add(new StatisticsWorker(queues, rollout));
        farm.rollOut(rollout);
        queues.look();
        site.add(new QueueDepthChart(queues));
        site.add(RateChart.pageViews(views, queues, site.ticker()));

        PageViewsLost lost = new PageViewsLost(views, database.dataSource(), site.ticker());
        PageViewsDoubled doubled = new PageViewsDoubled(views, database.dataSource());
        site.add(lost);
        site.add(doubled);
        ViewAudit audit = new ViewAudit(lost, doubled);
        KillOneServer kill = new KillOneServer(farm, customers, site.timeline());
        site.add(new KillQueueServer(kill, queues, audit, customers));
        site.add(new PauseWorkers(queues, audit, customers, site.timeline()));
    }
}
