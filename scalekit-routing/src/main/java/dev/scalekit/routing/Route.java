package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import dev.scalekit.routing.balance.Lease;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Where the statements of one connection go. Not thread-safe.
 *
 * <p>A node is chosen when a statement is made, and looked at again when a transaction begins, or a statement that is one by
 * itself. Within a transaction it stays. If the connection to it is lost then, so is the transaction: nothing is executed until
 * that is rolled back, or the rest of it would be a transaction of its own on another node. What only reads, and has given
 * out nothing, is executed again on another node.
 */
final class Route {
    /** As often is a statement executed again. */
    private static final int RETRIES = 3;

    private final Router router;
    private final Scopes scopes;
    private final Declared declared;
    private final Attachment attachment;

    private int retries;
    private long retryUntilNanos;

    Route(Router router, Scopes scopes) {
        this.router = router;
        this.scopes = scopes;
        this.declared = new Declared(router.defaults());
        this.attachment = new Attachment(router, scopes, declared);
    }

    Declared declared() {
        return declared;
    }

    Attachment attachment() {
        return attachment;
    }

    private RoutedTransaction transaction() {
        return attachment.transaction();
    }

    /** Tells whether a statement may have to be made again on another node. */
    boolean isMovable() {
        return declared.isReading(scopes.current());
    }

    /** Returns what connections are like on which nobody has set anything. */
    Defaults defaults() throws SQLException {
        Defaults known = router.defaults();
        if (known != null) {
            return known;
        }
        attachment.physical();
        return requireNonNull(router.defaults());
    }

    /**
     * Sets whether it only reads from now on. A physical connection goes back now, if nothing of it is in use; another one is
     * taken when there is a statement.
     */
    void readOnly(boolean wanted) throws SQLException {
        attachment.requireOpen();
        if (transaction().isBegun()) {
            throw new SQLException("readOnly cannot be changed within a transaction", "25001");
        }
        if (wanted != declared.readOnly) {
            declared.readOnly = wanted;
            attachment.giveBackIfIdle();
        }
    }

    /** Sets whether each statement commits; within a transaction that ends it, as JDBC says. */
    void autoCommit(boolean wanted) throws SQLException {
        attachment.requireOpen();
        if (wanted != declared.autoCommit()) {
            if (wanted) {
                commit();
                attachment.giveBackIfTold();
            }
            Held taken = attachment.held();
            if (taken != null) {
                setAutoCommit(taken, wanted);
            }
            transaction().ended();
        }
        declared.autoCommit(wanted);
    }

    private void setAutoCommit(Held taken, boolean wanted) throws SQLException {
        try {
            taken.physical.setAutoCommit(wanted);
        } catch (SQLException e) {
            SQLException noted = noted(e);
            if (!wanted) {
                throw noted;
            }
            // What was to be committed is: whoever heard of a failure now would do it again.
            leave(taken);
        } catch (RuntimeException | Error e) {
            leave(taken);
            throw e;
        }
    }

    /** Nobody knows what the connection is like. */
    private void leave(Held taken) {
        if (taken.equals(attachment.held())) {
            taken.broke();
            attachment.giveBack(taken);
        }
    }

    // Statements.

    /** Something uses the connection that cannot be made again on another one. */
    void bound() {
        begin();
        transaction().did();
    }

    /** A row is about to be written by a result set. */
    void requireUsable() throws SQLException {
        Held taken = attachment.held();
        if (taken != null && !taken.isReading) {
            attachment.requireUsable(taken);
        }
    }

    /** A row was written by a result set, or perhaps. */
    void rowWritten() {
        Held taken = attachment.held();
        if (taken != null && isCommitting(taken)) {
            attachment.wrote(taken);
        }
    }

    /** Before an execution: sees to it that the statement is one of the node where it has to go. */
    void ready(RoutedStatement statement) throws SQLException {
        attachment.requireOpen();
        transaction().requireNotLost();
        Held taken = attachment.held();
        boolean isOfHeld = statement.generation() == attachment.generation() && taken != null;
        if (transaction().isBegun() && taken != null) {
            if (!isOfHeld) {
                throw stale(statement);
            }
            attachment.requireUsable(taken);
        } else if (!isOfHeld || attachment.isLeft(requireNonNull(taken))) {
            move(statement, isOfHeld);
        }
        begin();
    }

    private void begin() {
        transaction().begin(declared.autoCommit());
    }

    /**
     * Makes a statement again, since its connection is lost, or must not be used for the next transaction. The others go with it;
     * while something of them is read they cannot, and then the node is waited for.
     */
    private void move(RoutedStatement statement, boolean isOfHeld) throws SQLException {
        Held taken = attachment.held();
        boolean isLeft = taken != null && attachment.isLeft(taken);
        if (taken != null && isLeft && !Attachment.isMovable(taken)) {
            awaitFit(taken, statement);
            isLeft = false;
        }
        if (isOfHeld && !isLeft) {
            return;
        }
        if (!statement.isMovable()) {
            throw stale(statement);
        }
        @Nullable OpenStatements left = null;
        if (taken != null && isLeft) {
            left = taken.statements;
            attachment.giveBack(taken);
        }
        if (attachment.held() == null) {
            attachment.take();
        }
        rebind(statement, left);
    }

    private void awaitFit(Held taken, RoutedStatement statement) throws SQLException {
        if (attachment.awaitFit(taken)) {
            return;
        }
        if (!statement.isMovable()) {
            throw stale(statement);
        }
        throw new SQLException(
                "The next statement has to go to another node than " + taken
                        + ", and something of other statements of this connection is open, or it is unwrapped: close that first",
                "25000");
    }

    /** Makes a statement again on the connection that there is now, and with it others of the one that there was. */
    private void rebind(RoutedStatement statement, @Nullable OpenStatements others) throws SQLException {
        Held taken = attachment.taken();
        try {
            statement.rebind(taken.physical);
        } catch (SQLException e) {
            if (!taken.isReading) {
                throw noted(e);
            }
            // Comes back if it could be made on yet another one.
            failed(statement, e);
        }
        if (others != null) {
            others.follow(attachment.taken().physical);
        }
    }

    private static SQLException stale(RoutedStatement statement) {
        return new SQLException(
                "The connection that this statement was made on is lost or given back, or must not be used any more:"
                        + " make it again: " + statement.getClass().getSimpleName(),
                "08003");
    }

    /** After an execution that went well. */
    void executed() {
        Held taken = attachment.held();
        if (taken == null) {
            return;
        }
        taken.answered();
        retries = 0;
        if (isCommitting(taken)) {
            attachment.wrote(taken);
        } else {
            // Also what is rolled back has been seen.
            attachment.read(taken);
        }
        transaction().did();
    }

    // Failures.

    /** After an execution that failed. Returns if the statement is to be executed again, and throws what its caller gets otherwise. */
    void failed(RoutedStatement statement, Throwable failure) throws SQLException {
        Held taken = attachment.held();
        if (!(failure instanceof SQLException thrown)) {
            if (taken != null) {
                attachment.discard(taken);
            }
            throw unchecked(failure);
        }
        if (taken == null) {
            throw thrown;
        }
        if (isCommitting(taken)) {
            // Some of it may be committed: of a batch, or by a procedure that commits.
            attachment.wrote(taken);
        }
        Failures kind = Failures.of(thrown, taken.physical);
        if (kind == Failures.STATEMENT || (kind == Failures.CONFLICT && taken.isPrimary)) {
            throw isDemotion(taken, thrown) ? demoted(taken, thrown) : thrown;
        }
        if (kind == Failures.DISCARDED) {
            throw noted(thrown);
        }
        if (kind == Failures.CONNECTION) {
            attachment.blame(taken);
        }
        if (isRepeatable(statement, taken)) {
            again(statement, taken, kind);
        } else if (kind == Failures.CONFLICT && !Failures.isClosed(taken.physical)) {
            throw thrown;
        } else {
            throw connectionLost(taken, thrown);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    /** On the primary nothing but a read-only transaction keeps a statement from writing, whatever its connection says. */
    private boolean isRepeatable(RoutedStatement statement, Held taken) {
        long now = router.ticker().nanos();
        if (retries == 0) {
            retryUntilNanos = now + router.rules().deadline().toNanos();
        }
        return taken.isReading
                && !attachment.isClosed()
                && (declared.autoCommit() ? !taken.isPrimary : transaction().isUntouched())
                && Attachment.isMovable(taken)
                && retries < RETRIES
                && retryUntilNanos - now > 0
                && statement.isMovable();
    }

    private void again(RoutedStatement statement, Held taken, Failures kind) throws SQLException {
        retries++;
        attachment.giveBack(taken);
        attachment.take(other(taken.lease(), kind));
        rebind(statement, taken.statements);
        begin();
        router.counts().retriedReads.increment();
    }

    private Held other(@Nullable Lease<Node> failed, Failures kind) throws SQLException {
        Scope scope = scopes.current();
        if (attachment.wantsPrimary(scope)) {
            return router.primaries().take(attachment);
        }
        if (kind == Failures.CONFLICT && retries > 1) {
            return router.primaryForRead(attachment, retryUntilNanos);
        }
        return router.replicaInsteadOf(kind == Failures.CONNECTION ? failed : null, attachment, retryUntilNanos);
    }

    /** Only a primary that was taken for one can be found to be none; that a read-only connection does not write, is as it should be. */
    private boolean isDemotion(Held taken, SQLException failure) {
        return taken.isPrimary && !taken.isReading && router.isReadOnlyFailure(failure);
    }

    private SQLException demoted(Held taken, SQLException failure) {
        attachment.discard(taken);
        router.alarm();
        return router.losses().demoted(taken, failure);
    }

    private SQLException connectionLost(Held taken, SQLException failure) {
        attachment.lose(taken);
        return isCommitting(taken)
                ? router.losses().unknown(taken, failure)
                : router.losses().recoverable(taken, failure);
    }

    private boolean isCommitting(Held taken) {
        return declared.autoCommit() && !taken.isReading;
    }

    /** Notes a failure of anything but an execution or a commit, and returns what to throw. */
    SQLException noted(SQLException failure) {
        Held taken = attachment.held();
        if (taken == null) {
            return failure;
        }
        return switch (Failures.of(failure, taken.physical)) {
            case STATEMENT, CONFLICT -> failure;
            case DISCARDED -> {
                attachment.discard(taken);
                yield failure;
            }
            case CONNECTION -> {
                attachment.lost(taken);
                yield router.losses().recoverable(taken, failure);
            }
        };
    }

    /** As {@link #noted}, while the answer to an execution was read: what that did is done, if it commits by itself. */
    @SuppressWarnings("ReferenceEquality") // What says nothing of the connection is returned as it is.
    SQLException unread(SQLException failure) {
        Held taken = attachment.held();
        SQLException noted = noted(failure);
        boolean isLost = noted != failure;
        return isLost && taken != null && isCommitting(taken) ? router.losses().unknown(taken, failure) : noted;
    }

    // The end of transactions.

    void commit() throws SQLException {
        attachment.requireOpen();
        requireManual("commit");
        transaction().requireNotLost();
        Held taken = attachment.held();
        if (taken == null || !transaction().isBegun()) {
            return;
        }
        attachment.requireUsable(taken);
        try {
            taken.physical.commit();
        } catch (SQLException e) {
            throw notCommitted(taken, e);
        } catch (RuntimeException | Error e) {
            attachment.wrote(taken);
            attachment.discard(taken);
            transaction().lose(false);
            throw router.losses().unknown(taken, e);
        }
        transaction().ended();
        if (!taken.isReading) {
            attachment.wrote(taken);
        }
    }

    private SQLException notCommitted(Held taken, SQLException failure) {
        if (Failures.of(failure, taken.physical) != Failures.CONNECTION) {
            // The server has said why, and that it has not.
            return failure;
        }
        if (!taken.isReading) {
            // Whoever looks whether it was committed must not look where it cannot be seen yet.
            attachment.wrote(taken);
        }
        attachment.lost(taken);
        transaction().lose(false);
        return taken.isReading
                ? router.losses().recoverable(taken, failure)
                : router.losses().unknown(taken, failure);
    }

    void rollback() throws SQLException {
        attachment.requireOpen();
        requireManual("rollback");
        if (transaction().isLost()) {
            transaction().lose(false);
            return;
        }
        Held taken = attachment.held();
        if (taken == null || !transaction().isBegun()) {
            return;
        }
        try {
            taken.physical.rollback();
        } catch (SQLException e) {
            SQLException noted = noted(e);
            transaction().lose(false);
            throw noted;
        }
        transaction().ended();
    }

    private void requireManual(String what) throws SQLException {
        if (declared.autoCommit()) {
            throw new SQLException("There is no transaction to " + what + ": autoCommit is on", "25P01");
        }
    }

    @Override
    public String toString() {
        return attachment + (declared.readOnly ? ", read-only" : "");
    }
}
