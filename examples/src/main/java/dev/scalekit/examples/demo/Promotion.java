package dev.scalekit.examples.demo;

import dev.scalekit.routing.PromotionAdvisor.Advice;
import dev.scalekit.testkit.postgres.PgServer;
import java.util.List;
import java.util.Optional;

/** What an operator does when the primary is dead; the choice is that of {@code PromotionAdvisor}. Used by one thread. */
final class Promotion {
    /** Nothing comes any more, and what has come is applied, but for what is held back on purpose. */
    private static final String HAS_REPLAYED_ALL =
            "select not exists (select from pg_stat_wal_receiver where status = 'streaming')"
                    + " and exists (select from pg_stat_activity where backend_type = 'startup'"
                    + " and wait_event in ('RecoveryWalStream', 'RecoveryRetrieveRetryInterval'))";

    private final Database database;
    private final Watch watch;
    private final Lookout lookout;
    private final Timeline timeline;

    Promotion(Database database, Watch watch, Lookout lookout, Timeline timeline) {
        this.database = database;
        this.watch = watch;
        this.lookout = lookout;
        this.timeline = timeline;
    }

    /**
     * Promotes a replica and has the others follow it.
     *
     * @return the new primary; empty if there is no advice within half a minute
     */
    Optional<PgServer> promote() throws InterruptedException {
        List<PgServer> replicas = database.replicas();
        Optional<PgServer> chosen = lookout.find(timeline.ticker().nanos(), () -> chosen(replicas));
        if (chosen.isPresent()) {
            chosen.get().promote();
            database.promoted(chosen.get());
            replicas.stream()
                    .filter(replica -> replica != chosen.get())
                    .forEach(replica -> replica.follow(chosen.get()));
        }
        return chosen;
    }

    /** The advice may be from what was told before all was replayed: so the operator looks himself at the one it names. */
    private Optional<PgServer> chosen(List<PgServer> replicas) {
        if (!replicas.stream()
                .allMatch(replica -> replica.query(HAS_REPLAYED_ALL).equals("t"))) {
            return Optional.empty();
        }
        Advice advice = watch.advice();
        Optional<PgServer> chosen = replicas.stream()
                .filter(replica -> advice.node().filter(replica.name()::equals).isPresent())
                .findFirst()
                .filter(one -> hasAllOf(one, replicas));
        chosen.ifPresent(one -> timeline.add(Timeline.Level.INFO, "The advice: " + advice.reason()));
        return chosen;
    }

    private static boolean hasAllOf(PgServer one, List<PgServer> all) {
        long position = one.position();
        return all.stream().allMatch(other -> other.position() <= position);
    }
}
