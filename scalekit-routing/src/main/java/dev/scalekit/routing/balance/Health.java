package dev.scalekit.routing.balance;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one endpoint is and why: whether it is ejected, what its probe says, what somebody has told, and whether it is being
 * drained, of which the last counts most. Not thread-safe: the roster's lock guards it.
 */
final class Health {
    private final String name;
    private final HealthRules rules;

    private Verdict verdict;
    private String probeReason = "has not been probed yet";
    private int rises;
    private int falls;

    private boolean ejected;
    private String ejectionReason = "";
    private long ejectedUntil;
    private long ejectionEnded;
    private int ejectedTimes;
    private long ejections;

    /** What somebody knows of it who says that it is down; null if nobody does. */
    private @Nullable String told;

    private Gate gate = Gate.OPEN;

    private boolean ramping;
    private long rampStart;
    private double part = 1;

    private EndpointState state;
    private String reason;
    private Instant since;

    /** What the probe says. */
    private enum Verdict {
        NONE,
        UNKNOWN,
        UP,
        DOWN
    }

    private enum Gate {
        OPEN,
        DRAINING,
        DRAINED
    }

    /** @param ramps whether it starts slowly, as one that is added to others does */
    Health(String name, HealthRules rules, boolean ramps, long now, Instant wall) {
        this.name = name;
        this.rules = rules;
        this.verdict = rules.isProbed() ? Verdict.UNKNOWN : Verdict.NONE;
        this.state = stateNow();
        this.reason = reasonNow();
        this.since = wall;
        if (ramps) {
            startRamp(now);
        }
    }

    void probeSucceeded(long now) {
        falls = 0;
        rises++;
        // The first answer decides alone; after that, one that answers now and then must not come and go with it.
        if (verdict == Verdict.UNKNOWN || (verdict == Verdict.DOWN && rises >= rules.rise())) {
            if (verdict == Verdict.DOWN || ramping) {
                startRamp(now);
            }
            verdict = Verdict.UP;
        }
    }

    void probeFailed(String why) {
        rises = 0;
        falls++;
        probeReason = why;
        // Also before the first answer: the first probes of a process that has just begun are slow on its own account.
        if (verdict == Verdict.DOWN || falls >= rules.fall()) {
            verdict = Verdict.DOWN;
        }
    }

    /** Somebody knows that it is down, which explains why its calls have failed. */
    void toldDown(String why, long now) {
        told = why;
        if (ejected) {
            ejected = false;
            ejectionEnded = now;
        }
    }

    /** Nobody says any more that it is down; tells if somebody did. */
    boolean toldUp(long now) {
        if (told == null) {
            return false;
        }
        told = null;
        startRamp(now);
        return true;
    }

    void eject(String why, long now) {
        Ejection ejection = rules.ejection();
        ejectedTimes = ejection.times(ejectedTimes, now - ejectionEnded);
        ejectedUntil = now + ejection.duration(ejectedTimes).toNanos();
        ejectionReason = why;
        ejected = true;
        ejections++;
    }

    boolean isEjected() {
        return ejected;
    }

    /** For an ejected one. */
    long ejectedUntil() {
        return ejectedUntil;
    }

    void endEjection(long now) {
        ejected = false;
        ejectionEnded = now;
        startRamp(now);
    }

    void drain() {
        gate = Gate.DRAINING;
    }

    void drained() {
        gate = Gate.DRAINED;
    }

    void resume(long now) {
        gate = Gate.OPEN;
        startRamp(now);
    }

    private void startRamp(long now) {
        ramping = !rules.slowStart().isOver(0);
        rampStart = now;
        part = rules.slowStart().part(0);
    }

    /** Returns how much of its weight it has, from 0.1 to 1. */
    double part() {
        return part;
    }

    /** Whether its weight grows; until it is up, time stands still for that. */
    boolean isRamping() {
        return ramping && state == EndpointState.UP;
    }

    /** Returns when its weight grows next; for one that is ramping. */
    long nextStep(long now) {
        return rampStart + rules.slowStart().next(now - rampStart);
    }

    /** Gives it more of its weight if that is due; tells if it was. */
    boolean grow(long now) {
        if (!isRamping()) {
            return false;
        }
        double before = part;
        part = rules.slowStart().part(now - rampStart);
        ramping = part < 1;
        return part != before;
    }

    /** Finds out where it is now; tells if that has changed. */
    Optional<EndpointChange> settle(Instant wall) {
        EndpointState before = state;
        state = stateNow();
        reason = reasonNow();
        if (state == before) {
            return Optional.empty();
        }
        since = wall;
        return Optional.of(new EndpointChange(name, before, state, reason, wall));
    }

    private EndpointState stateNow() {
        if (gate != Gate.OPEN) {
            return gate == Gate.DRAINING ? EndpointState.DRAINING : EndpointState.DRAINED;
        }
        if (told != null) {
            return EndpointState.DOWN;
        }
        if (verdict == Verdict.UNKNOWN) {
            return EndpointState.JOINING;
        }
        if (verdict == Verdict.DOWN) {
            return EndpointState.DOWN;
        }
        return ejected ? EndpointState.EJECTED : EndpointState.UP;
    }

    private String reasonNow() {
        return switch (stateNow()) {
            case JOINING -> falls == 0 ? "has not been probed yet" : "its first probes fail: " + probeReason;
            case UP -> verdict == Verdict.UP ? "its probe is answered" : "has no probe";
            case DOWN -> told == null ? "its probe fails: " + probeReason : told;
            case EJECTED -> ejectionReason;
            case DRAINING -> "is being drained";
            case DRAINED -> "was drained";
        };
    }

    EndpointState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    Instant since() {
        return since;
    }

    long ejections() {
        return ejections;
    }
}
