package dev.scalekit.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cache goes about what it does, as it is: what has several steps for others has as many here. For bugs to be planted in. Not
 * thread-safe.
 */
class Protocol {
    final World world;

    Protocol(World world) {
        this.world = world;
    }

    @Nullable
    Entry<Integer> known(String key) {
        return world.flights.known(key);
    }

    /** The second look, of who is about to load. */
    @Nullable
    Entry<Integer> knownAgain(String key) {
        return known(key);
    }

    /** @param startedNanos when the load was begun, before boarding */
    long nanosOfSecondLook(long startedNanos) {
        return world.nanos();
    }

    Flights.Seat<Integer> board(Lookup<String, Integer> lookup, Load<?, ?> load) {
        lookup.board(load);
        return new Flights.Seat<>(lookup.flight(), lookup.isOwn());
    }

    boolean isGood(Lookup<String, Integer> lookup, Entry<Integer> brought) {
        return lookup.isGood(brought);
    }

    /** Tells whether what somebody else has brought was loaded, and not found. */
    boolean isNew(Lookup<String, Integer> lookup) {
        return !lookup.flight().isKnown();
    }

    List<Runnable> land(Lookup<String, Integer> lookup, Entry<Integer> entry, boolean isStored) {
        return List.of(() -> lookup.land(entry, isStored));
    }

    /** @param known what was known when the load began */
    List<Runnable> fail(Lookup<String, Integer> lookup, Throwable failure, @Nullable Entry<Integer> known) {
        return List.of(() -> lookup.fail(failure, world::heldBack));
    }

    List<Runnable> invalidate(String key) {
        return List.of(() -> world.flights.invalidate(key));
    }

    List<Runnable> expire(String key) {
        return List.of(() -> world.flights.change(key, known -> known == null ? null : world.expired(known)));
    }

    List<Runnable> put(String key, int version) {
        long born = world.invalidations.number();
        return List.of(() -> world.flights.change(key, known -> world.entry(version, born)));
    }

    List<Runnable> clear() {
        return List.of(world.invalidations::clear, world.store::clear);
    }

    List<Runnable> tag() {
        return List.of(() -> world.invalidations.tag(World.TAG));
    }

    void beginWrite(String key) {
        world.flights.beginWrite(key);
    }

    List<Runnable> endWrite(String key, boolean isChanged) {
        return List.of(() -> world.flights.endWrite(key, isChanged));
    }
}
