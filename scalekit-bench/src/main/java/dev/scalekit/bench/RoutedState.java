package dev.scalekit.bench;

import dev.scalekit.testkit.Await;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One data source over a primary and two standbys of the {@link StubDriver}. Not thread-safe. */
@State(Scope.Benchmark)
public abstract class RoutedState {
    /** A connection that nobody uses; as all works, by how often it would have to go to a real server. */
    static final int BORROW = 0;

    /** One query that nobody has declared to be reading. */
    static final int QUERY = 1;

    /** A read-only transaction around one query. */
    static final int TRANSACTION = 2;

    private static final String PRIMARY = "primary:1";
    /** Without a table, which ShardingSphere would want to know. */
    private static final String SQL = "SELECT ?";

    private static final List<String> STANDBYS = List.of("standby-a:2", "standby-b:3");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The work; JMH sets it. */
    @Param({"" + BORROW, "" + QUERY, "" + TRANSACTION})
    public int size;

    private final RoutedKind kind;

    @SuppressWarnings("NullAway.Init")
    private StubDriver driver;

    @SuppressWarnings("NullAway.Init")
    private RoutedSource routed;

    @SuppressWarnings("NullAway.Init")
    private ConnectionWork work;

    private long queriesBefore;
    private long queries;
    private long onPrimary;

    RoutedState(RoutedKind kind) {
        this.kind = kind;
    }

    /** Opens the data source. */
    @Setup
    public void open() throws SQLException {
        driver = StubDriver.registered();
        routed = kind.open(new NodeUrls(
                StubDriver.url(PRIMARY), STANDBYS.stream().map(StubDriver::url).toList()));
        work = new ConnectionWork(routed.source());
        // For ours it is something written, which is to be read from then on.
        int unused = work.query(SQL);
        if (kind != RoutedKind.POOL) {
            // Until a standby is known to have what was written, ours reads it where it was written.
            Await.until("a read of " + kind + " on a standby", PATIENCE, this::isReadOnStandby);
        }
        queriesBefore = answered();
        onPrimary = driver.queries(PRIMARY);
    }

    private boolean isReadOnStandby() {
        long before = driver.queries(PRIMARY);
        try {
            int unused = work.readOnlyTransaction(SQL);
        } catch (SQLException e) {
            throw new IllegalStateException(kind + " cannot read", e);
        }
        return driver.queries(PRIMARY) == before;
    }

    /** Does the work once; returns what the query has read, and without one 1 if the connection commits by itself. */
    final int work() throws SQLException {
        if (size == BORROW) {
            return work.borrow() ? 1 : 0;
        }
        queries++;
        return size == QUERY ? work.query(SQL) : work.readOnlyTransaction(SQL);
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
        if (kind != RoutedKind.POOL && size == TRANSACTION && byPrimary > 0) {
            throw new IllegalStateException(kind + " sent " + byPrimary + " of " + queries + " reads to the primary");
        }
    }
}
