package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Cuts the way to the west, mends it, and measures who is sent where meanwhile. */
final class CutRegion implements Experiment {
    private static final long LOOK_MILLIS = 5;
    /** Longer than the proxy waits for an answer, so that what was on its way is over. */
    private static final long CUT_MILLIS = 4_000;

    private final WebRegions regions;
    private final Road road;
    private final Customers customers;
    private final Timeline timeline;
    private final Lookout lookout;

    CutRegion(WebRegions regions, Road road, Customers customers, Timeline timeline) {
        this.regions = regions;
        this.road = road;
        this.customers = customers;
        this.timeline = timeline;
        this.lookout = new Lookout(customers, timeline.ticker(), LOOK_MILLIS);
    }

    /** Everybody who has been in the shop, by home, and who of the east was seen to be sent elsewhere. */
    private record Users(Set<Integer> east, Set<Integer> west, Set<Integer> disturbed) {}

    /**
     * What was seen.
     *
     * @param moved when nobody was sent to the west any more, from the cut on
     * @param first when somebody was again, from the mending on
     * @param all when everybody of the west was, from the mending on
     */
    private record Seen(
            Optional<Long> moved, Optional<Long> first, Optional<Long> all, Window requests, long elsewhere) {}

    @Override
    public String id() {
        return "cut-region";
    }

    @Override
    public String title() {
        return "Cut a region off";
    }

    @Override
    public String about() {
        return "nothing passes to the west and back for " + CUT_MILLIS / 1_000 + " s, and nobody is told";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        progress.accept("waits until everybody is at home");
        awaitEverybodyAtHome();
        Set<Integer> known = customers.known();
        Set<Integer> west = known.stream().filter(this::isInTheWest).collect(Collectors.toSet());
        Set<Integer> east = new HashSet<>(known);
        east.removeAll(west);
        Users users = new Users(east, west, new HashSet<>());
        long elsewhere = regions.sentElsewhere();
        try (Window requests = customers.requests().open()) {
            Optional<Long> moved = cut(users, progress);
            timeline.add(Timeline.Level.INFO, "the way to the west is mended");
            long mended = timeline.ticker().nanos();
            progress.accept("waits until the first user is sent to the west again");
            Optional<Long> first =
                    await(mended, users, () -> users.west().stream().anyMatch(this::isInTheWest));
            progress.accept("waits until all of them are");
            Optional<Long> all =
                    await(mended, users, () -> users.west().stream().allMatch(this::isInTheWest));
            return outcome(users, new Seen(moved, first, all, requests, regions.sentElsewhere() - elsewhere));
        }
    }

    private Optional<Long> cut(Users users, Consumer<String> progress) throws InterruptedException {
        progress.accept("waits until nobody is sent to the west");
        timeline.add(Timeline.Level.WARN, "the west is cut off");
        long cut = timeline.ticker().nanos();
        road.cut();
        try {
            Optional<Long> moved = await(cut, users, () -> users.west().stream().noneMatch(this::isInTheWest));
            progress.accept("looks at how it is without the west");
            await(
                    cut,
                    users,
                    () -> timeline.ticker().nanos() - cut
                            > Duration.ofMillis(CUT_MILLIS).toNanos());
            return moved;
        } finally {
            road.mend();
        }
    }

    /** After a web server died, some are elsewhere for a while. */
    private void awaitEverybodyAtHome() throws InterruptedException {
        Optional<Long> unused = lookout.await(timeline.ticker().nanos(), regions::isEverybodyAtHome);
    }

    private boolean isInTheWest(int customer) {
        return regions.regionOf(customer).equals(WebRegions.WEST);
    }

    /** Waits, and looks meanwhile at who of the east is sent elsewhere. */
    private Optional<Long> await(long since, Users users, BooleanSupplier condition) throws InterruptedException {
        return lookout.await(since, () -> {
            users.east().stream().filter(this::isInTheWest).forEach(users.disturbed()::add);
            return condition.getAsBoolean();
        });
    }

    private static Outcome outcome(Users users, Seen seen) {
        long failed = seen.requests().idempotentFailures();
        int known = users.east().size() + users.west().size();
        String share = Figures.number(100.0 * users.west().size() / known);
        boolean isWell = seen.moved().isPresent()
                && seen.first().isPresent()
                && seen.all().isPresent();
        return new Outcome(
                isWell && users.disturbed().isEmpty() && failed == 0,
                share + " % of the users moved within " + Lookout.seconds(seen.moved()) + " s, and were back "
                        + Lookout.seconds(seen.all()) + " s after the end of it; " + Figures.count(failed)
                        + " requests failed that could be sent again",
                List.of(
                        new Figure("users at home in the west", share, "%", "of " + Figures.count(known) + " who came"),
                        new Figure(
                                "all of them moved after",
                                Lookout.seconds(seen.moved()),
                                "s",
                                "from the cut on, by where the balancer sends them, looked at 200 times a second"),
                        new Figure(
                                "users of the east who moved",
                                Integer.toString(users.disturbed().size()),
                                "",
                                "as above, all the time"),
                        new Figure("idempotent requests that failed", Figures.count(failed), "", Figures.BY_CUSTOMERS),
                        new Figure(
                                "others that failed",
                                Figures.count(seen.requests().failures() - failed),
                                "",
                                "logins that were under way to the west"),
                        new Figure(
                                "requests sent elsewhere",
                                Figures.count(seen.elsewhere()),
                                "",
                                "to the east, as the west did not answer; counted by the proxy"),
                        new Figure(
                                "slowest answer",
                                Figures.number(seen.requests().percentile(100) / 1_000),
                                "s",
                                Figures.BY_CUSTOMERS),
                        new Figure(
                                "first one back after",
                                Lookout.seconds(seen.first()),
                                "s",
                                "from the mending on, as above"),
                        new Figure(
                                "all of them back after",
                                Lookout.seconds(seen.all()),
                                "s",
                                "from the mending on, as above")));
    }
}
