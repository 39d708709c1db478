package dev.scalekit.examples.demo;

/** Step 3: two replicas follow the database, and take most of the reads. */
final class Replicas implements Step {
    private static final int COUNT = 2;

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String title() {
        return "Two replicas, reads apart";
    }

    @Override
    public String about() {
        return "Two replicas follow the database by streaming replication, and RoutingDataSource sends reads to them and writes"
                + " to the primary. Whoever has ordered sees the order, as a cookie says how far a replica must have got. One"
                + " replica has each commit on disk before it is acknowledged, so that nothing is lost when the primary dies"
                + " and a replica is promoted. Every page view is a write yet, and the primary does all of them.";
    }

    @Override
    public void build(Site site) throws Exception {
        Database database = site.component(DatabaseServer.class).database();
        Customers customers = site.component(Customers.class);
        WebFarm farm = site.component(Front.class).farm();
        database.addReplicas(COUNT);
        Watch watch = site.owns(new Watch(database.servers(), site.timeline()));
        database.servers().forEach(server -> site.add(new ReplicatedBox(database, server, watch)));
        farm.restart();
        OwnReads ownReads = customers.ledger().ownReads();
        site.beforeOpening(ownReads::begin);

        site.add(RateChart.databaseServers(database, site.ticker()));
        site.add(new LagChart(database, watch));
        site.add(new StaleReads(ownReads));
        Losses losses = new Losses(customers, database.dataSource());
        site.add(new KillReplica(database, watch, losses, customers, site.timeline()));
        site.add(new DelayReplication(database, watch, losses, customers, site.timeline()));
        site.add(new KillPrimary(database, watch, losses, customers, site.timeline()));
    }
}
