package dev.scalekit.routing.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A world in which time passes when the test says so, and in which all that a balancer does happens on the test's own
 * thread, at its time. Not thread-safe.
 */
final class World {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Deque<Runnable> callbacks = new ArrayDeque<>();
    private final Map<String, String> ill = new HashMap<>();
    private final Map<String, Integer> probes = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private long nanos = 1_000_000_000_000L;

    final Environment environment = new Environment(
            () -> nanos, () -> BEGINNING.plusNanos(nanos - 1_000_000_000_000L), Runnable::run, callbacks::add);

    /** Returns a probe that says what {@link #breaks} and {@link #heals} have made of the endpoint. */
    HealthProbe<String> probe() {
        return (target, timeout) -> {
            probes.merge(target, 1, Integer::sum);
            String why = ill.get(target);
            if (why != null) {
                throw new IllegalStateException(why);
            }
        };
    }

    void breaks(String target, String why) {
        ill.put(target, why);
    }

    void heals(String target) {
        ill.remove(target);
    }

    /** Returns a listener that writes down what it hears. */
    BalancerListener listener() {
        return new BalancerListener() {
            @Override
            public void changed(EndpointChange change) {
                heard.add(change.name() + " " + change.from() + " -> " + change.to());
            }

            @Override
            public void added(String name, EndpointState state) {
                heard.add("added " + name + " " + state);
            }

            @Override
            public void removed(String name) {
                heard.add("removed " + name);
            }

            @Override
            public void panicked(double usable) {
                heard.add("panicked at " + usable);
            }

            @Override
            public void calmed() {
                heard.add("calmed");
            }
        };
    }

    /** Returns what the listener has heard since it was asked. */
    List<String> heard() {
        runCallbacks();
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    void runCallbacks() {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
    }

    long nanos() {
        return nanos;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** Lets time pass, and has what is due done at its time. */
    void pass(Duration time, LongSupplier tick) {
        long end = nanos + time.toNanos();
        long wait = Math.max(1, tick.getAsLong());
        while (nanos + wait <= end) {
            nanos += wait;
            wait = Math.max(1, tick.getAsLong());
        }
        nanos = end;
        runCallbacks();
    }

    void pass(Duration time, LoadBalancer<?> balancer) {
        pass(time, balancer::tick);
    }

    /** Lets time pass until a target has been probed as often again. */
    void passProbes(int count, String target, LoadBalancer<?> balancer) {
        int end = probes.getOrDefault(target, 0) + count;
        while (probes.getOrDefault(target, 0) < end) {
            nanos += balancer.tick();
        }
        runCallbacks();
    }
}
