package dev.scalekit.routing.balance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the documentation says of endpoints, written once more and with less care for speed: where each is, is computed
 * from what has happened to it, at the moment somebody asks. Not thread-safe.
 */
final class BalancerModel {
    static final long SECOND = 1_000_000_000;
    static final long SLOW_START = 4 * SECOND;
    static final long BASE = 3 * SECOND;
    static final long LONGEST = 8 * SECOND;
    static final int FAILURES = 5;
    static final int LOCAL_FAILURES = 3;
    static final int RISE = 2;
    static final int FALL = 2;
    static final double CAP = 0.5;
    static final double PANIC = 0.5;

    private final Map<String, One> all = new LinkedHashMap<>();

    /** What happened to one endpoint. */
    static final class One {
        private double weight;
        private EndpointState verdict = EndpointState.JOINING;
        private int rises;
        private int falls;
        private int row;
        private int localRow;
        private long lastOutcome;
        private int times;
        /** 0 if it never was. */
        private long ejectedUntil;

        private boolean draining;
        private int inFlight;
        /** 0 if it has all of its weight. */
        private long rampStart;

        private EndpointState state(long now) {
            if (draining) {
                return inFlight == 0 ? EndpointState.DRAINED : EndpointState.DRAINING;
            }
            return verdict == EndpointState.UP && now < ejectedUntil ? EndpointState.EJECTED : verdict;
        }

        private boolean isActive() {
            return !draining;
        }

        /** Which part of its weight it has at most, as slow start would be without steps. */
        private double part(long now) {
            long start = Math.max(rampStart, ejectedUntil <= now ? ejectedUntil : 0);
            return start == 0 ? 1 : Math.min(1, Math.max(0.1, (double) (now - start) / SLOW_START));
        }

        int inFlight() {
            return inFlight;
        }
    }

    One add(String name, double weight, boolean later, long now) {
        One one = new One();
        one.weight = weight;
        one.rampStart = later ? now : 0;
        all.put(name, one);
        return one;
    }

    void remove(String name) {
        all.remove(name);
    }

    @Nullable
    One find(String name) {
        return all.get(name);
    }

    Set<String> names() {
        return all.keySet();
    }

    boolean mayReweight(String name, double weight) {
        double others = all.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(name))
                .mapToDouble(entry -> entry.getValue().weight)
                .sum();
        return weight + others > 0;
    }

    void reweight(One one, double weight) {
        one.weight = weight;
    }

    void drain(One one) {
        one.draining = true;
    }

    boolean isDraining(One one) {
        return one.draining;
    }

    void resume(One one, long now) {
        one.draining = false;
        one.rampStart = now;
    }

    void probed(One one, boolean answered, long now) {
        one.rises = answered ? one.rises + 1 : 0;
        one.falls = answered ? 0 : one.falls + 1;
        boolean first = one.verdict == EndpointState.JOINING;
        if (answered && (first || (one.verdict == EndpointState.DOWN && one.rises >= RISE))) {
            one.rampStart = first && one.rampStart == 0 ? 0 : now;
            one.verdict = EndpointState.UP;
        } else if (one.falls >= FALL) {
            one.verdict = EndpointState.DOWN;
        }
    }

    void begin(One one) {
        one.inFlight++;
    }

    void cancelled(One one) {
        one.inFlight--;
    }

    void succeeded(One one, long now) {
        one.inFlight--;
        one.row = 0;
        one.localRow = 0;
        one.lastOutcome = now;
    }

    void failed(One one, Origin origin, long now) {
        one.inFlight--;
        if (one.lastOutcome < one.ejectedUntil && one.ejectedUntil <= now) {
            one.row = 0;
            one.localRow = 0;
        }
        one.lastOutcome = now;
        one.row++;
        one.localRow = origin == Origin.LOCAL ? one.localRow + 1 : 0;
        if (one.row >= FAILURES || one.localRow >= LOCAL_FAILURES) {
            one.row = 0;
            one.localRow = 0;
            long out = count(EndpointState.EJECTED, now);
            long up = count(EndpointState.UP, now);
            // The lease of a failure ends after it, so one that is drained is draining still.
            if (all.containsValue(one)
                    && one.state(now) == EndpointState.UP
                    && up > 1
                    && out < Math.max(1, Math.floor(CAP * (up + out)))) {
                long healthy = Math.max(0, now - one.ejectedUntil);
                one.times = (int) Math.max(0, one.times - healthy / BASE) + 1;
                one.ejectedUntil = now + Math.min(LONGEST, one.times * BASE);
            }
        }
    }

    private long count(EndpointState state, long now) {
        return all.values().stream()
                .filter(one -> one.weight > 0 && one.state(now) == state)
                .count();
    }

    EndpointState state(String name, long now) {
        return one(name).state(now);
    }

    private One one(String name) {
        One one = all.get(name);
        if (one == null) {
            throw new IllegalArgumentException(name);
        }
        return one;
    }

    double usable(long now) {
        double active = weight(One::isActive);
        return active == 0 ? 0 : weight(one -> one.state(now) == EndpointState.UP) / active;
    }

    boolean isPanic(long now) {
        return usable(now) < PANIC && weight(one -> one.state(now) == EndpointState.EJECTED) > 0;
    }

    private double weight(Predicate<One> counted) {
        return all.values().stream()
                .filter(counted)
                .mapToDouble(one -> one.weight)
                .sum();
    }

    /** Returns who may be picked. */
    Set<String> taken(long now) {
        Set<EndpointState> states = isPanic(now)
                ? Set.of(EndpointState.UP, EndpointState.EJECTED)
                : Set.of(usable(now) == 0 ? EndpointState.JOINING : EndpointState.UP);
        Set<String> taken = new TreeSet<>();
        all.forEach((name, one) -> {
            if (one.weight > 0 && states.contains(one.state(now))) {
                taken.add(name);
            }
        });
        return taken;
    }

    /** Returns what one weighs at most; it may have up to a twentieth less, as it grows in steps. */
    double weight(String name, long now) {
        One one = one(name);
        if (!taken(now).contains(name)) {
            return 0;
        }
        return isPanic(now) || usable(now) == 0 ? one.weight : one.weight * one.part(now);
    }

    double setWeight(String name) {
        return one(name).weight;
    }
}
