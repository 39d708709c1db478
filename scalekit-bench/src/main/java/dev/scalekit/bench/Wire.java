package dev.scalekit.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The way to a database that is further off than the loopback address: counts what goes over it, and makes each round
 * trip take longer by the same time. It is put below the pool, so that what a pool sends counts too.
 *
 * <p>It counts as PostgreSQL's driver sends. Each execution is one round trip, a batch too; BEGIN travels with the first
 * statement of a transaction; {@code commit} and {@code rollback} are one if a transaction is open and none if not;
 * {@code setAutoCommit} is local, but true commits what is open. Opening a connection is not counted. Thread-safe.
 */
final class Wire implements Counted {
    static final String STATEMENTS = "statements/op";
    static final String COMMITS = "commits/op";
    static final String ROUND_TRIPS = "round trips/op";

    private final LoadClock clock;
    private final long extraNanos;
    private final LongAdder statements = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder roundTrips = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    /**
     * Creates the wire.
     *
     * @param extra how much longer each round trip takes
     */
    Wire(LoadClock clock, Duration extra) {
        this.clock = clock;
        this.extraNanos = extra.toNanos();
    }

    /** Returns the same source at the other end of this wire; what it makes cannot be unwrapped. */
    DataSource to(DataSource source) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object made = perform(source, method, arguments);
            return made instanceof Connection connection ? WireConnection.of(connection, this) : made;
        });
    }

    /** The longest transaction so far, from when its first statement was sent until its commit was answered. */
    Duration longestTransaction() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public Map<String, Long> counts() {
        return Map.of(STATEMENTS, statements.sum(), COMMITS, commits.sum(), ROUND_TRIPS, roundTrips.sum());
    }

    long nanos() {
        return clock.nanos();
    }

    void statement() {
        statements.increment();
        roundTrip();
    }

    void commit() {
        commits.increment();
        roundTrip();
    }

    /** One has just been answered nearby. */
    void roundTrip() {
        roundTrips.increment();
        if (extraNanos > 0) {
            clock.awaitUntil(clock.nanos() + extraNanos);
        }
    }

    void transaction(long begun) {
        longest.accumulate(clock.nanos() - begun);
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(Wire.class.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                    // Nobody is to get around the wire.
                    if (method.getName().equals("unwrap")) {
                        throw new SQLException("what comes over a wire cannot be unwrapped");
                    }
                    return method.getName().equals("isWrapperFor") ? false : handler.invoke(self, method, given);
                }));
    }

    /** Calls the driver, and throws what it throws. */
    static @Nullable Object perform(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
