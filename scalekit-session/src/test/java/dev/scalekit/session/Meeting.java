package dev.scalekit.session;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lets two requests meet in every way: A stops before its n-th call of the database, B does all that it does, or until it
 * waits for a lock of A, then A goes on; for each n until A does not get so far. What is seen afterwards must be what is seen
 * if one of them does everything before the other, in memory, without threads and without SQL. Not thread-safe.
 */
final class Meeting implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JdbcGround ground;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "request"));
    private final Map<Case, Set<Scene.Outcome>> allowed = new HashMap<>();

    Meeting(JdbcGround ground) {
        this.ground = ground;
    }

    /** Who meets, and how things stand. */
    record Case(Scene.Start start, Scene.Limit limit, Deed a, Deed b) {
        /** Each with each, in each state; with a limit only if somebody logs in. */
        static List<Case> all() {
            List<Case> cases = new ArrayList<>();
            for (Deed a : Deed.values()) {
                for (Deed b : Deed.values()) {
                    for (Scene.Start start : Scene.Start.values()) {
                        cases.add(new Case(start, Scene.Limit.NONE, a, b));
                        if ((a.logsIn() || b.logsIn()) && start != Scene.Start.OVER) {
                            cases.add(new Case(start, Scene.Limit.END_OLDEST, a, b));
                            cases.add(new Case(start, Scene.Limit.REFUSE, a, b));
                        }
                    }
                }
            }
            return cases;
        }

        /**
         * Every 18th case, beginning with that of a part of six, so that each pair of deeds meets once over all parts in an
         * ordinary run, things standing otherwise from pair to pair; in a long run all.
         */
        static List<Case> some(int part) {
            int step = Math.max(1, Math.round(18 * 100f / Effort.scaled(100)));
            List<Case> all = all();
            return IntStream.iterate(part * step / 6, number -> number < all.size(), number -> number + step)
                    .mapToObj(all::get)
                    .toList();
        }

        boolean rotates() {
            return a.rotates() || b.rotates();
        }

        /**
         * Many are ended by what a statement sees when it begins, or by several; a login at the same time may then be refused
         * for, or itself end, what is ended anyway. Who is there afterwards is the same as in some order.
         */
        private boolean isOneStep() {
            return limit == Scene.Limit.NONE || !(a.endsMany() || b.endsMany());
        }

        private boolean allows(Scene.Outcome seen, Scene.Outcome inOrder) {
            return isOneStep() ? seen.equals(inOrder) : seen.there().equals(inOrder.there());
        }
    }

    /** Requires that one was done after the other on servers with clocks of their own, as if they had none. */
    void inOrder(Case meeting, Ground skewed, Tally tally) {
        ground.clear();
        try (Scene scene = new Scene(skewed, meeting.start(), meeting.limit(), skewed::open)) {
            String ofA = meeting.a().by(scene.a());
            String ofB = meeting.b().by(scene.b());
            tally.count(() -> require(meeting, "A before B", scene.outcome(ofA, ofB)));
        }
    }

    /** Lets them meet in every way, each of which is one case of the tally. */
    void inEveryWay(Case meeting, Tally tally) throws Exception {
        int calls = alone(meeting, tally);
        for (int stop = 1; stop <= calls; stop++) {
            int at = stop;
            tally.count(() -> require(meeting, "A stops before call " + at, meet(meeting, at)));
        }
    }

    /** A is done before B begins. Returns how many calls A has made. */
    private int alone(Case meeting, Tally tally) throws Exception {
        FaultPlan plan = FaultPlan.roundTrips();
        ground.clear();
        try (Scene scene = new Scene(ground, meeting.start(), meeting.limit(), options -> ground.open(plan, options))) {
            int before = plan.count();
            String ofA = meeting.a().by(scene.a());
            int calls = plan.count() - before;
            String ofB = meeting.b().by(scene.b());
            tally.count(() -> require(meeting, "A before B", scene.outcome(ofA, ofB)));
            return calls;
        }
    }

    private Scene.Outcome meet(Case meeting, int stop) throws Exception {
        FaultPlan plan = FaultPlan.roundTrips();
        ground.clear();
        try (Scene scene = new Scene(ground, meeting.start(), meeting.limit(), options -> ground.open(plan, options))) {
            plan.at(plan.count() + stop, JdbcFault.hangBefore());
            Future<String> a = threads.submit(() -> meeting.a().by(scene.a()));
            Future<String> b;
            try {
                plan.awaitHanging(PATIENCE);
                b = threads.submit(() -> meeting.b().by(scene.b()));
                ground.awaitDoneOrWaiting(b);
            } finally {
                plan.heal();
            }
            return scene.outcome(get(a), get(b));
        }
    }

    private static String get(Future<String> request) throws Exception {
        return request.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void require(Case meeting, String when, Scene.Outcome seen) {
        Set<Scene.Outcome> inOrder = allowed.computeIfAbsent(meeting, Meeting::inOrder);
        if (inOrder.stream().noneMatch(one -> meeting.allows(seen, one))) {
            throw new AssertionError(meeting + ", " + when + ":\n" + seen + "\nand one after the other:\n"
                    + inOrder.stream().map(Scene.Outcome::toString).collect(Collectors.joining("\n")));
        }
    }

    private static Set<Scene.Outcome> inOrder(Case meeting) {
        Set<Scene.Outcome> outcomes = new LinkedHashSet<>();
        MemoryGround first = new MemoryGround();
        try (Scene scene = new Scene(first, meeting.start(), meeting.limit(), first::open)) {
            String ofA = meeting.a().by(scene.a());
            outcomes.add(scene.outcome(ofA, meeting.b().by(scene.b())));
        }
        MemoryGround second = new MemoryGround();
        try (Scene scene = new Scene(second, meeting.start(), meeting.limit(), second::open)) {
            String ofB = meeting.b().by(scene.b());
            outcomes.add(scene.outcome(meeting.a().by(scene.a()), ofB));
        }
        return outcomes;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
