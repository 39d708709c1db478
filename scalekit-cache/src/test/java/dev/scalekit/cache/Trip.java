package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One thread's way to one value, as {@link Loading}, {@link Boarding} and {@link Waits} go it. Not thread-safe. */
final class Trip implements Act {
    @SuppressWarnings("StaticAssignmentOfThrowable") // One for each order would be most of what that takes.
    private static final IllegalStateException DOWN = new IllegalStateException("database down");

    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final InterruptedException INTERRUPTED = new InterruptedException("interrupted");

    private final World world;
    private final Kind kind;
    private final Answer answer;
    private final Row row;
    private final Lookup<String, Integer> lookup;
    private final Queue<Runnable> landing = new ArrayDeque<>();

    private At at = At.BEGIN;
    private Row.Promise promise = new Row.Promise(0, 0, 0);
    private @Nullable Entry<Integer> old;
    private @Nullable Entry<Integer> known;
    private @Nullable Entry<Integer> replaced;
    private @Nullable Entry<Integer> loaded;
    private @Nullable Flight<Integer> flight;
    private boolean isOwn;
    private long startedNanos;

    enum Kind {
        GET,
        /** What nobody waits for. */
        REFRESH,
        /** What somebody wants to be loaded, whatever there is. */
        ANEW
    }

    /** What the loader answers. */
    enum Answer {
        FOUND,
        FAILS,
        /** It is not to be stored. */
        PRIVATE,
        /** There is nothing, which is not remembered. */
        MISSING,
        /** The caller is interrupted. */
        GIVEN_UP
    }

    private enum At {
        BEGIN,
        BOARD,
        LOOK_AGAIN,
        LAND_KNOWN,
        LOAD,
        LAND,
        WAIT,
        OVER
    }

    Trip(World world, String key, Kind kind, Answer answer) {
        this.world = world;
        this.kind = kind;
        this.answer = answer;
        this.row = world.row(key);
        this.lookup = new Lookup<>(key, world.flights);
    }

    @Override
    public boolean isOver() {
        return at == At.OVER;
    }

    @Override
    public boolean isReady() {
        return !isOver() && (at != At.WAIT || flight().isDone());
    }

    boolean isBegun() {
        return at != At.BEGIN;
    }

    /** Tells whether it knows who loads, and if it does itself, that it has to. */
    boolean isAboard() {
        return at.compareTo(At.LOAD) >= 0;
    }

    boolean isLoaded() {
        return at.compareTo(At.LOAD) > 0;
    }

    /** Tells whether nobody waits for it. */
    boolean isFree() {
        return at.compareTo(At.WAIT) >= 0;
    }

    private Flight<Integer> flight() {
        return requireNonNull(flight);
    }

    @Override
    public void step() {
        at = switch (at) {
            case BEGIN -> begin();
            case BOARD -> board();
            case LOOK_AGAIN -> lookAgain();
            case LAND_KNOWN -> landKnown();
            case LOAD -> load();
            case LAND -> land();
            case WAIT -> arrive();
            case OVER -> throw new IllegalStateException("It is over");
        };
    }

    private At begin() {
        promise = row.promise();
        Entry<Integer> found = world.protocol.known(lookup.key);
        startedNanos = world.nanos();
        if (kind == Kind.ANEW) {
            replaced = found;
            return At.BOARD;
        }
        boolean isServed = found != null && found.isServedAt(startedNanos);
        if (kind == Kind.REFRESH) {
            return isServed && requireNonNull(found).isLoadedAt(startedNanos) ? At.BOARD : At.OVER;
        }
        if (found != null && (isServed || needsNoLoad(found, startedNanos))) {
            return returned(found);
        }
        old = found;
        return At.BOARD;
    }

    private static boolean needsNoLoad(Entry<Integer> known, long nanos) {
        return !known.isLoadedAt(nanos) && known.isKeptAt(nanos, World.STALE_NANOS);
    }

    private At board() {
        Load<String, Integer> load = new Load<>(world, asks -> {}, kind != Kind.GET, startedNanos);
        Flights.Seat<Integer> boarding = world.protocol.board(lookup, load);
        flight = boarding.flight();
        isOwn = boarding.isOwn();
        if (isOwn) {
            row.boarded(flight());
            return At.LOOK_AGAIN;
        }
        if (kind != Kind.REFRESH) {
            row.joined(flight(), promise);
            return At.WAIT;
        }
        return At.OVER;
    }

    private At lookAgain() {
        if (world.isClosed()) {
            lookup.abandon(new Flight.Closed());
            row.landed(flight());
            return arrive();
        }
        Entry<Integer> found = world.protocol.knownAgain(lookup.key);
        known = found;
        long nanos = world.protocol.nanosOfSecondLook(startedNanos);
        if (kind == Kind.ANEW) {
            return At.LOAD;
        }
        if (found != null && needsNoLoad(found, nanos)) {
            return At.LAND_KNOWN;
        }
        row.loading();
        return At.LOAD;
    }

    private At landKnown() {
        lookup.landKnown(requireNonNull(known));
        row.landed(flight());
        return arrive();
    }

    private At load() {
        int version = row.read();
        long born = flight().born;
        Entry<Integer> entry = answer == Answer.MISSING ? world.missing(version, born) : world.entry(version, born);
        landing.addAll(
                switch (answer) {
                    case FOUND -> world.protocol.land(lookup, entry, true);
                    case PRIVATE, MISSING -> world.protocol.land(lookup, entry, false);
                    case FAILS -> world.protocol.fail(lookup, DOWN, known);
                    case GIVEN_UP -> List.<Runnable>of(() -> lookup.abandon(INTERRUPTED));
                });
        loaded = entry;
        return At.LAND;
    }

    private At land() {
        landing.remove().run();
        if (!landing.isEmpty()) {
            return At.LAND;
        }
        if (answer == Answer.FAILS) {
            row.failed(flight());
        }
        world.landed(lookup.key, flight(), requireNonNull(loaded));
        return arrive();
    }

    private At arrive() {
        if (kind == Kind.REFRESH) {
            return At.OVER;
        }
        if (!flight().isDone()) {
            return At.WAIT;
        }
        Entry<Integer> brought = flight().brought();
        return brought == null ? failed(flight().failure()) : landed(brought);
    }

    private At landed(Entry<Integer> brought) {
        boolean isEnough = kind != Kind.ANEW || world.protocol.isNew(lookup);
        return isEnough && world.protocol.isGood(lookup, brought) ? returned(brought) : At.BOARD;
    }

    private At failed(Throwable failure) {
        if (failure instanceof Flight.Closed || (failure instanceof Flight.Abandoned && !isOwn)) {
            return At.BOARD;
        }
        Entry<Integer> instead = old;
        return failure instanceof IllegalStateException && instead != null ? returned(instead) : At.OVER;
    }

    @SuppressWarnings("ReferenceEquality") // Another entry is another object.
    private At returned(Entry<Integer> entry) {
        if (kind == Kind.ANEW && entry == replaced) {
            throw new AssertionError(lookup.key + " was there already when somebody wanted it to be loaded");
        }
        row.returned(world.version(entry), promise, !entry.isServedAt(world.nanos()));
        return At.OVER;
    }

    @Override
    public String toString() {
        return kind + " " + lookup.key + " (" + answer + ")" + (isOver() ? "" : " at " + at);
    }
}
