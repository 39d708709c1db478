package dev.scalekit.cache;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One thread's way to the values of several keys, as {@link Loading} goes it. Not thread-safe. */
final class GetAll implements Act {
    private static final Predicate<Trip> BEGUN = Trip::isBegun;
    private static final Predicate<Trip> ABOARD = Trip::isAboard;
    private static final Predicate<Trip> LOADED = Trip::isLoaded;
    private static final Predicate<Trip> FREE = Trip::isFree;
    private static final Predicate<Trip> OVER = Trip::isOver;

    private final List<Trip> trips;
    private final boolean isBulk;

    /** @param isBulk whether the loader is asked once for all of them */
    GetAll(World world, boolean isBulk, String... keys) {
        this.trips = Arrays.stream(keys)
                .map(key -> new Trip(world, key, Trip.Kind.GET, Trip.Answer.FOUND))
                .toList();
        this.isBulk = isBulk;
    }

    @Override
    public boolean isOver() {
        return next() == null;
    }

    @Override
    public boolean isReady() {
        Trip next = next();
        return next != null && next.isReady();
    }

    @Override
    public void step() {
        Trip next = next();
        if (next == null) {
            throw new IllegalStateException("It is over");
        }
        next.step();
    }

    /** All are looked at, then all boarded for, then those loaded that this is to load; and then it waits for others. */
    private @Nullable Trip next() {
        Trip next = first(BEGUN);
        next = next == null ? first(isBulk ? ABOARD : FREE) : next;
        next = next == null ? first(LOADED) : next;
        next = next == null ? first(FREE) : next;
        return next == null ? first(OVER) : next;
    }

    private @Nullable Trip first(Predicate<Trip> isDone) {
        for (Trip trip : trips) {
            if (!isDone.test(trip)) {
                return trip;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return (isBulk ? "GET ALL AT ONCE " : "GET ALL ") + trips;
    }
}
