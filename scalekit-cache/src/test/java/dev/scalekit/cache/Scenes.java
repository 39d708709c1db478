package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What several threads do to a cache at the same time. Not instantiable. */
final class Scenes {
    private Scenes() {}

    /** A scene that can be had again and again. Immutable. */
    record Plan(World.Start start, List<Function<World, Act>> acts) {
        Orders orders(Function<World, Protocol> protocol, Consumer<Runnable> each) {
            return new Orders(() -> new World(start, protocol, acts), each);
        }
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    static Plan plan(World.Start start, Function<World, Act>... acts) {
        return new Plan(start, Arrays.asList(acts));
    }

    static Function<World, Act> get() {
        return get(Trip.Answer.FOUND);
    }

    static Function<World, Act> get(Trip.Answer answer) {
        return world -> new Trip(world, World.KEY, Trip.Kind.GET, answer);
    }

    static Function<World, Act> refresh(Trip.Answer answer) {
        return world -> new Trip(world, World.KEY, Trip.Kind.REFRESH, answer);
    }

    static Function<World, Act> anew(Trip.Answer answer) {
        return world -> new Trip(world, World.KEY, Trip.Kind.ANEW, answer);
    }

    static Function<World, Act> write(Write.Kind kind) {
        return world -> new Write(world, kind);
    }

    static Function<World, Act> getAll(boolean isBulk, String... keys) {
        return world -> new GetAll(world, isBulk, keys);
    }

    static Function<World, Act> close() {
        return Close::new;
    }

    /** A write of each kind between two who read, one of whom finds each answer, with each start. */
    static List<Plan> readsAroundAWrite() {
        List<Plan> plans = new ArrayList<>();
        for (Trip.Answer answer : Trip.Answer.values()) {
            for (World.Start start : World.Start.values()) {
                for (Write.Kind kind : Write.Kind.values()) {
                    plans.add(plan(start, get(answer), write(kind), get()));
                }
            }
        }
        return plans;
    }

    /** The same with a load that nobody waits for. */
    static List<Plan> refreshesAroundAWrite() {
        List<Plan> plans = new ArrayList<>();
        for (Trip.Answer answer : Trip.Answer.values()) {
            for (Write.Kind kind : Write.Kind.values()) {
                plans.add(plan(World.Start.AGEING, refresh(answer), write(kind), get()));
            }
        }
        return plans;
    }

    /** The same with a load that somebody wants, though it is not time; and with two who read, and look twice. */
    static List<Plan> loadsAnewAroundAWrite() {
        List<Plan> plans = new ArrayList<>();
        for (Trip.Answer answer : Trip.Answer.values()) {
            for (Write.Kind kind : Write.Kind.values()) {
                plans.add(plan(World.Start.FRESH, anew(answer), write(kind), get()));
                plans.add(plan(World.Start.EXPIRED, anew(answer), write(kind), get()));
            }
        }
        plans.add(plan(World.Start.NOTHING, get(), get(), anew(Trip.Answer.FOUND)));
        return plans;
    }

    /** Two writes and two who read; who puts has nobody write beside him, as the last one to come need not be the last to commit. */
    static List<Plan> readsAroundTwoWrites() {
        List<Plan> plans = new ArrayList<>();
        for (Write.Kind one : Write.Kind.values()) {
            for (Write.Kind other : Write.Kind.values()) {
                if (one.compareTo(other) <= 0 && one != Write.Kind.PUT && other != Write.Kind.PUT) {
                    plans.add(plan(World.Start.NOTHING, get(), write(one), write(other)));
                    plans.add(plan(World.Start.EXPIRED, get(Trip.Answer.FAILS), write(one), write(other)));
                }
            }
        }
        return plans;
    }
}
