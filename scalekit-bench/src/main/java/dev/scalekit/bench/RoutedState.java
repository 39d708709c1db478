package dev.scalekit.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One data source over a primary and two standbys of the {@link StubDriver}. Not thread-safe. */
@State(Scope.Benchmark)
public abstract class RoutedState {
    private static final String PRIMARY = "primary:1";
    /** Without a table, which ShardingSphere would want to know. */
    private static final String SQL = "SELECT ?";

    private static final List<String> STANDBYS = List.of("standby-a:2", "standby-b:3");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RoutedKind kind;

    @SuppressWarnings("NullAway.Init")
    private StubDriver driver;

    @SuppressWarnings("NullAway.Init")
    private RoutedSource routed;

    private long queriesBefore;
    private long queries;
    private long onPrimary;
    private long readOnly;

    RoutedState(RoutedKind kind) {
        this.kind = kind;
    }

    /** Opens the data source. */
    @Setup
    public void open() throws SQLException {
        driver = StubDriver.registered();
        routed = kind.open(new NodeUrls(
                StubDriver.url(PRIMARY), STANDBYS.stream().map(StubDriver::url).toList()));
        // For ours it is something written, which is to be read from then on.
        int unused = ConnectionWork.query(routed.source(), SQL);
        if (kind != RoutedKind.POOL) {
            awaitStandby();
        }
        queriesBefore = answered();
        onPrimary = driver.queries(PRIMARY);
    }

    /** Until a standby is known to have what was written, ours reads it where it was written. */
    private void awaitStandby() throws SQLException {
        long begun = System.nanoTime();
        while (!isReadOnStandby()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException(kind + " has not read on a standby within " + PATIENCE);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isReadOnStandby() throws SQLException {
        long before = driver.queries(PRIMARY);
        int unused = ConnectionWork.readOnlyTransaction(routed.source(), SQL);
        return driver.queries(PRIMARY) == before;
    }

    final boolean borrow() throws SQLException {
        return ConnectionWork.borrow(routed.source());
    }

    final int query() throws SQLException {
        queries++;
        return ConnectionWork.query(routed.source(), SQL);
    }

    final int readOnlyTransaction() throws SQLException {
        queries++;
        readOnly++;
        return ConnectionWork.readOnlyTransaction(routed.source(), SQL);
    }

    private long answered() {
        return Stream.concat(Stream.of(PRIMARY), STANDBYS.stream())
                .mapToLong(driver::queries)
                .sum();
    }

    /** Fails the benchmark unless each query was answered once, and those that were declared to be reading by a standby. */
    @TearDown
    public void requireAll() throws Exception {
        routed.close();
        long answered = answered() - queriesBefore;
        long byPrimary = driver.queries(PRIMARY) - onPrimary;
        if (answered != queries) {
            throw new IllegalStateException(kind + " was to ask " + queries + " queries and asked " + answered);
        }
        if (kind != RoutedKind.POOL && readOnly > 0 && byPrimary > 0) {
            throw new IllegalStateException(kind + " sent " + byPrimary + " of " + readOnly + " reads to the primary");
        }
    }
}
