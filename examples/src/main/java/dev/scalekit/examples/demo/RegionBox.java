package dev.scalekit.examples.demo;

import dev.scalekit.routing.balance.RegionStatus;
import java.util.List;
import java.util.Optional;

/** What sends each user to a region, as the picture has it. Thread-safe. */
record RegionBox(WebRegions regions) implements Component {
    static final String ID = "regions";
    static final String WEST_BALANCER = "west-balancer";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.BALANCER;
    }

    @Override
    public String label() {
        return "Region balancer";
    }

    @Override
    public Status status() {
        for (String name : List.of(WebRegions.EAST, WebRegions.WEST)) {
            double kept = regions.status(name).kept();
            if (kept < 1) {
                return new Status(
                        State.SLOW, "the " + name + " keeps " + Figures.number(100 * kept) + " % of its users");
            }
        }
        return new Status(State.UP, "everybody is at home");
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                fact(WebRegions.EAST),
                fact(WebRegions.WEST),
                new Fact("sent elsewhere", Figures.count(regions.sentElsewhere())));
    }

    private Fact fact(String name) {
        RegionStatus status = regions.status(name);
        return new Fact(name, Math.round(100 * status.share()) + " % of the users");
    }

    @Override
    public List<Link> links() {
        return List.of(
                new Link(Front.ID, "requests", "counted by the proxy", regions::eastRequests, null),
                new Link(WEST_BALANCER, "requests", "counted by the proxy", regions::westRequests, null));
    }

    @Override
    public Optional<String> artificial() {
        return Optional.of("Both regions are on this machine, and have the one database between them.");
    }
}
