package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.balance.Drained;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DataSource} over a primary and its replicas, each with a pool of its own. Which is which is asked, and asked again: a
 * replica that is promoted takes the writes, without a restart.
 *
 * <pre>{@code
 * try (RoutingDataSource db = RoutingDataSource.builder()
 *         .node("pg-a", poolA).node("pg-b", poolB).node("pg-c", poolC)
 *         .dialect(Dialects.postgres())
 *         .build()) {
 *     try (Connection connection = db.getConnection()) {
 *         connection.setReadOnly(true);                       // to a replica, from the first statement on
 *         ...
 *     }
 *     ReadToken token = db.token();                           // into a cookie
 *     db.atLeast(token, () -> page());                        // the next request, on another server
 * }
 * }</pre>
 *
 * <p>{@link #getConnection} takes nothing from a pool: the node is chosen when there is a statement. A connection that is {@linkplain
 * Connection#setReadOnly read-only}, or used in {@link #readOnly}, reads a replica; whatever is not declared goes to the primary, and
 * so does what is {@code SERIALIZABLE}. A transaction stays on its node. SQL is not looked at.
 *
 * <p>Failures: {@link NoNodeException} (08001) and {@link AmbiguousPrimaryException} (08004), where nothing was sent;
 * {@code SQLRecoverableException} (08006), where the transaction is not committed; {@link CommitOutcomeUnknownException} (08007). A read
 * that has given out nothing is done again on another node; a write never is.
 *
 * <p>Not done here: nothing is promoted or fenced, no transaction is repeated, and reads on several replicas are not of one
 * snapshot.
 *
 * <p>Thread-safe. It has a thread for each node and one besides that ask, up to eight that break off connections, one for the listener, and
 * those of its balancer;
 * {@link #close} ends them. Pools are the caller's, and are not closed.
 */
public final class RoutingDataSource implements DataSource, AutoCloseable {
    private final Nodes nodes;
    private final Router router;
    private final Scopes scopes;
    private final Sampler sampler;
    private final Membership membership;
    private final ReplicationDialect dialect;
    private final Runnable endThreads;

    RoutingDataSource(
            Nodes nodes,
            Router router,
            Scopes scopes,
            Membership membership,
            ReplicationDialect dialect,
            Runnable endThreads) {
        this.nodes = nodes;
        this.router = router;
        this.scopes = scopes;
        this.sampler = new Sampler(router, dialect);
        this.membership = membership;
        this.dialect = dialect;
        this.endThreads = endThreads;
    }

    /** Begins a new one. */
    public static RoutingDataSourceBuilder builder() {
        return new RoutingDataSourceBuilder();
    }

    /** Returns a connection that has no node yet. */
    @Override
    public Connection getConnection() throws SQLException {
        router.requireOpen();
        return new RoutedConnection(new Route(router, scopes));
    }

    /** Not supported: the account is that of the pools. */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("The account is that of the pools", "0A000");
    }

    /**
     * Does something on this thread, with each connection routed as if it were read-only: where nobody calls {@code setReadOnly}.
     *
     * @return what it returned
     * @throws X what it threw
     */
    public <R extends @Nullable Object, X extends Exception> R readOnly(Work<R, X> work) throws X {
        return scopes.in(scopes.current().with(Scope.Mode.READ_ONLY), requireNonNull(work, "work"));
    }

    /** As {@link #readOnly(Work)}, for what returns nothing. */
    public <X extends Exception> void readOnly(Action<X> action) throws X {
        requireNonNull(action, "action");
        readOnly(nothing(action));
    }

    /** Does something on this thread, with each statement on the primary, also of connections that are read-only. */
    public <R extends @Nullable Object, X extends Exception> R primary(Work<R, X> work) throws X {
        return scopes.in(scopes.current().with(Scope.Mode.PRIMARY), requireNonNull(work, "work"));
    }

    /** As {@link #primary(Work)}, for what returns nothing. */
    public <X extends Exception> void primary(Action<X> action) throws X {
        requireNonNull(action, "action");
        primary(nothing(action));
    }

    /**
     * Does something on this thread whose reads show at least what a token says, what is written within, and nothing older than
     * what was read within: a request, for example. Within another such scope it is part of that. What other threads do for
     * it is not in the scope: take a {@link #token} for them.
     *
     * <p>A token that cannot be true, of another cluster or from the future, has the primary read, and is told to the listener.
     *
     * @param token where the request before has got to; {@link ReadToken#NONE} for the first one
     * @throws IllegalArgumentException if the token is none of this dialect; nothing is done then
     * @throws X what the work threw
     */
    public <R extends @Nullable Object, X extends Exception> R atLeast(ReadToken token, Work<R, X> work) throws X {
        requireNonNull(token, "token");
        requireNonNull(work, "work");
        Position position = token.equals(ReadToken.NONE) ? null : dialect.parse(token.toString());
        Scope current = scopes.current();
        Scope entered = current.isOfProcess() ? current.with(session()) : current;
        if (position != null) {
            entered.session().needs(position);
        }
        return scopes.in(entered, work);
    }

    private ReadSession session() {
        return dialect.tellsPositions() ? router.newSession() : ReadSession.indifferent();
    }

    /** As {@link #atLeast(ReadToken, Work)}, for what returns nothing. */
    public <X extends Exception> void atLeast(ReadToken token, Action<X> action) throws X {
        requireNonNull(action, "action");
        atLeast(token, nothing(action));
    }

    private static <X extends Exception> Work<Boolean, X> nothing(Action<X> action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /**
     * Returns what a later read must be given to {@link #atLeast} to see what was written and read in this scope, or outside of one
     * what this process has written. Costs a round trip to the primary, unless it was asked since.
     *
     * @return {@link ReadToken#NONE} if there is nothing to see
     * @throws NoNodeException if there is no primary to ask
     */
    public ReadToken token() throws SQLException {
        return sampler.token(scopes.current().session());
    }

    /** Returns where each node is, and why. */
    public TopologySnapshot topology() {
        return nodes.topology();
    }

    /** Returns how well it is, in short. */
    public RoutingHealth health() {
        return RoutingHealth.of(nodes.topology());
    }

    /** Returns what was done. */
    public RoutingStats stats() {
        return router.stats();
    }

    /** As {@link #addNode(String, DataSource, Consumer)}, with weight 1 and no zone. */
    public void addNode(String name, DataSource pool) {
        addNode(name, pool, options -> {});
    }

    /**
     * Adds a node. It is asked what it is from now on, and gets what fits that.
     *
     * @throws IllegalArgumentException if there is one of that name, or an option is out of its bounds
     * @throws IllegalStateException after {@link #close}
     */
    public void addNode(String name, DataSource pool, Consumer<NodeOptions> options) {
        NodeOptions given = new NodeOptions();
        requireNonNull(options, "options").accept(given);
        membership.add(given.node(name, pool));
    }

    /**
     * Removes a node: no transaction begins there after this returns. Those that read go on, and are not broken off any more; those
     * that write are refused (08006). {@link #drain} it before.
     * That is also the way out if one of two primaries is known to be dead.
     *
     * @return whether there was one of that name
     */
    public boolean removeNode(String name) {
        return membership.remove(requireNonNull(name, "name"));
    }

    /**
     * Takes another pool for a node, which may be another server, as after a repair. What holds for one that is {@linkplain #removeNode
     * removed} holds for the one before.
     *
     * @throws IllegalArgumentException if there is none of that name, or an option is out of its bounds
     */
    public void replaceNode(String name, DataSource pool, Consumer<NodeOptions> options) {
        NodeOptions given = new NodeOptions();
        requireNonNull(options, "options").accept(given);
        membership.replace(given.node(name, pool));
    }

    /**
     * Has a replica get no more reads, for example before it is restarted. Reads that have begun go on; transactions too.
     *
     * @param bound how long to wait for those, from zero to 365 days; when it is over nothing happens to them, and the node still
     *     gets nothing
     * @return completes when nothing is read there, or the time is over, and says how much is left; at once if the node is not one that
     *     is read, and earlier if it stops to be one
     * @throws IllegalArgumentException if there is none of that name, or it is the primary, which cannot be done without, or the
     *     bound is out of its bounds
     */
    public CompletableFuture<Drained> drain(String name, Duration bound) {
        Limits.requireBetween(bound, "bound", Duration.ZERO, Duration.ofDays(365));
        return membership.drain(requireNonNull(name, "name"), bound);
    }

    /**
     * Has a node read again that was drained; it starts slowly.
     *
     * @throws IllegalArgumentException if there is none of that name, or it was not drained
     */
    public void resume(String name) {
        membership.resume(requireNonNull(name, "name"));
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /** Not supported: the log is SLF4J's. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("The log is SLF4J's", "0A000");
    }

    /** Not supported: pools have their own. */
    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Pools have time-outs of their own", "0A000");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("The log is SLF4J's", "0A000");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("This is no wrapper of one " + type.getName() + ": it has several nodes", "22023");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /**
     * Ends it: new statements are refused (08003), connections that have a node can be used up. As no node is asked any more, what would
     * write is refused as soon as the last answer does not count any more ({@code every} three times, and {@code timeout}). Waits
     * up to ten seconds for each kind of its threads. A second call does nothing.
     */
    @Override
    public void close() {
        if (router.close()) {
            membership.close();
            nodes.close();
            endThreads.run();
        }
    }

    /** Its nodes, and where they stand. */
    @Override
    public String toString() {
        return "RoutingDataSource[" + nodes.name() + ": " + nodes.reasons() + "]";
    }
}
