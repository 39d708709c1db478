package dev.scalekit.routing.balance;

import java.time.Instant;

/** A region with what is known of it. Not thread-safe: the lock of {@code Regions} guards it. */
final class RegionNode<T> {
    private final RegionDeclaration<T> declaration;
    private final int fall;
    private final Damper damper;
    private final long hash;

    final ProbeRounds rounds;

    private double health = 1;
    private int failures;
    private String reason = "has not been looked at yet";
    private Instant since;

    RegionNode(RegionDeclaration<T> declaration, RegionSettings settings, ProbeRounds rounds, Instant wall) {
        this.declaration = declaration;
        this.fall = settings.probing().fall();
        this.damper = new Damper(settings.failBackAfter(), settings.failBackOver());
        this.hash = Mix.hash(declaration.region().name());
        this.rounds = rounds;
        this.since = wall;
    }

    RegionDeclaration<T> declaration() {
        return declaration;
    }

    /** It could be asked how well it is. */
    void heard(double health) {
        this.health = health;
        failures = 0;
        reason = Math.round(health * 100) + " % of it is well";
    }

    /** It could not, or its probe failed. */
    void failed(String why) {
        failures++;
        if (failures >= fall) {
            health = 0;
            reason = why;
        }
    }

    /** Finds out which part of its users it keeps; tells if that has changed. */
    boolean settle(long now, Instant wall) {
        double before = damper.kept();
        damper.update(Spill.bears(health), now);
        if (damper.kept() == before) {
            return false;
        }
        since = wall;
        return true;
    }

    private String reasonNow(long now) {
        if (!damper.isReturning()) {
            return reason;
        }
        return reason + (damper.waits(now) ? ", and its users come back if it stays so" : ", and its users come back");
    }

    double kept() {
        return damper.kept();
    }

    RegionMap.Entry<T> entry(long now) {
        return new RegionMap.Entry<>(
                declaration.region(), declaration.share(), damper.kept(), health, reasonNow(now), since, hash);
    }
}
