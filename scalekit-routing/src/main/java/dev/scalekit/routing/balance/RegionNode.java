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
    private double told = 1;

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

    void update(long now) {
        damper.update(Spill.bears(health), now);
    }

    /** Tells whether it keeps another part of its users than before. */
    boolean settle(Instant wall) {
        if (damper.kept() == told) {
            return false;
        }
        told = damper.kept();
        since = wall;
        return true;
    }

    /** Returns which part of its users it kept when that was last told. */
    double told() {
        return told;
    }

    /** Takes its users back at once if it can. */
    void release() {
        damper.release(Spill.bears(health));
    }

    private String reasonNow(long now) {
        if (!damper.isReturning()) {
            return reason;
        }
        return reason + (damper.waits(now) ? ", and its users come back if it stays so" : ", and its users come back");
    }

    boolean isReturning() {
        return damper.isReturning();
    }

    double kept() {
        return damper.kept();
    }

    RegionMap.Entry<T> entry(long now) {
        return new RegionMap.Entry<>(
                declaration.region(), declaration.share(), damper.kept(), health, reasonNow(now), since, hash);
    }
}
