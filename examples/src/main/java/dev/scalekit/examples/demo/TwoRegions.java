package dev.scalekit.examples.demo;

import dev.scalekit.testkit.postgres.PgServer;
import java.util.List;

/** Step 7: a second region with web servers of its own, for three of ten users. */
final class TwoRegions implements Step {
    @Override
    public int number() {
        return 7;
    }

    @Override
    public String title() {
        return "Two regions";
    }

    @Override
    public String about() {
        return "A second region has two web servers, and 30 % of the users are at home there, each of them always in the same"
                + " one. When it is cut off, they are sent to the first one and come back later; nobody else notices. One"
                + " of the replicas moves there, and each region reads its own; the primary is in the first region, and what is"
                + " written in the second one takes the long way.";
    }

    @Override
    public void build(Site site) throws Exception {
        Database database = site.component(DatabaseServer.class).database();
        Customers customers = site.component(Customers.class);
        Front front = site.component(Front.class);
        Machines machines = new Machines(site, database, WebRegions.WEST);
        machines.rollout(front.farm().machines().rollout());
        // The last one: a replica that is not promoted as long as there is another one as good.
        List<PgServer> databaseServers = database.servers();
        database.move(databaseServers.get(databaseServers.size() - 1), WebRegions.WEST);
        front.farm().restart();
        List<WebServer> servers = machines.start(List.of("west1", "west2"));
        Road road = site.owns(new Road());
        WebFarm west = site.owns(new WebFarm("west", machines, servers, road::to, site.timeline()));
        WebRegions regions = site.owns(new WebRegions(front.farm(), west, site.timeline()));
        site.add(new RegionBox(regions));
        site.add(new BalancerBox(
                RegionBox.WEST_BALANCER,
                "West balancer",
                west,
                "The way to the west passes a proxy, which can cut it."));
        site.add(new BalancerBox(Front.ID, "East balancer", front.farm(), null));
        front.send(regions);
        customers.goTo(front.address(), RegionBox.ID);

        site.add(RateChart.regions(regions, site.ticker()));
        site.add(new CutRegion(regions, road, customers, site.timeline()));
    }
}
