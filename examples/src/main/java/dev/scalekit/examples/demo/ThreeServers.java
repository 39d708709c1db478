package dev.scalekit.examples.demo;

import java.util.List;

/** Step 2: any of three web servers answers any request, behind one address. */
final class ThreeServers implements Step {
    @Override
    public int number() {
        return 2;
    }

    @Override
    public String title() {
        return "Three servers, a load balancer";
    }

    @Override
    public String about() {
        return "Three web servers behind one address, with log-in and cart in the database, by JdbcSessionStore, so that any"
                + " of them answers any request. When one dies, the others go on: what may be sent again is, nobody is"
                + " logged out, and the server comes back by itself. All of them need the one database.";
    }

    @Override
    public void build(Site site) throws Exception {
        Database database = site.component(DatabaseServer.class).database();
        Customers customers = site.component(Customers.class);
        WebServer first = site.component(WebServer.class);
        Machines machines = new Machines(site, database, WebRegions.EAST);
        List<WebServer> others = machines.start(List.of("web2", "web3"));
        WebFarm farm = site.owns(new WebFarm("web", machines, others, WebServer::address, site.timeline()));
        Front front = site.owns(Front.start(farm));
        site.add(front);
        // The first one knows sessions that the others do not: it gets requests once it knows none. Who logs in between
        // the
        // two may be on either way.
        customers.ledger().sessions().move();
        customers.goTo(front.address(), Front.ID);
        customers.ledger().sessions().move();
        farm.adopt(first);

        site.beforeOpening(farm::settle);

        site.add(RateChart.webServers(farm, List.of("web1", "web2", "web3", AddWebServer.NAME), site.ticker()));
        site.add(new KillOneServer(farm, customers, site.timeline()));
        site.add(new AddWebServer(farm, customers, site.timeline()));
        site.add(new SessionsLost(customers.ledger().sessions(), customers::sessions, database.dataSource()));
    }
}
