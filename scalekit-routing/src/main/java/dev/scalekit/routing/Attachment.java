package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * The physical connection that a connection has at the moment, if it has one, and the transaction on it. Not thread-safe, but for
 * {@link #abort}.
 */
final class Attachment implements Borrower {
    private final Router router;
    private final Scopes scopes;
    private final Declared declared;
    private final RoutedTransaction transaction = new RoutedTransaction();

    private boolean closed;
    private volatile boolean aborted;
    private @Nullable Held held;

    /** Changes with each physical connection: a statement of another one must not be executed. */
    private int generation;

    Attachment(Router router, Scopes scopes, Declared declared) {
        this.router = router;
        this.scopes = scopes;
        this.declared = declared;
    }

    int generation() {
        return generation;
    }

    Declared declared() {
        return declared;
    }

    RoutedTransaction transaction() {
        return transaction;
    }

    @Override
    public ReadSession session() {
        return scopes.current().session();
    }

    /** Returns what it has; null if that is nothing. */
    @Nullable
    Held held() {
        return held;
    }

    /** Returns what it has, where it has something. */
    Held taken() {
        return requireNonNull(held);
    }

    /** Returns the physical one, for a new statement or what else needs one. */
    Connection physical() throws SQLException {
        requireOpen();
        transaction.requireNotLost();
        Held taken = held;
        if (taken != null && isIdle(taken) && isLeft(taken)) {
            giveBack(taken);
            taken = null;
        }
        return (taken == null ? took(router.taking().take(this, scopes.current(), true)) : taken).physical;
    }

    boolean wantsPrimary(Scope scope) {
        return declared.wantsPrimary(scope, router.defaults());
    }

    /** Tells whether the next transaction has to be elsewhere, or should be and can. */
    boolean isLeft(Held taken) {
        Scope scope = scopes.current();
        boolean wantsPrimary = wantsPrimary(scope);
        HeldCheck check = router.check();
        return !isAsDeclared(taken, scope)
                || !check.fits(taken, wantsPrimary, scope.session())
                || (check.isBetterLeft(taken, wantsPrimary, scope.session()) && isMovable(taken));
    }

    private boolean isAsDeclared(Held taken, Scope scope) {
        return !taken.isBroken() && declared.isReading(scope) == taken.isReading;
    }

    /** Waits until it fits; returns false if that cannot be waited for, or takes too long. */
    boolean awaitFit(Held taken) throws SQLException {
        Scope scope = scopes.current();
        boolean wantsPrimary = wantsPrimary(scope);
        return isAsDeclared(taken, scope)
                && (taken.isPrimary || !wantsPrimary)
                && router.check().awaitFit(taken, wantsPrimary, scope.session());
    }

    /** Takes one where there is none, and something is sent on it without another look at whether it fits. */
    Held take() throws SQLException {
        return took(router.taking().take(this, scopes.current(), false));
    }

    /** Takes this one, where there is none. */
    Held take(Held other) throws SQLException {
        return took(router.taking().prepared(this, other, scopes.current()));
    }

    private Held took(Held taken) throws SQLException {
        held = taken;
        generation++;
        if (aborted) {
            // Aborted meanwhile, by another thread that may have found it lent to nobody yet.
            held = null;
            taken.broke();
            taken.release();
            requireOpen();
        }
        return taken;
    }

    void giveBack(Held taken) {
        held = null;
        generation++;
        boolean isWithin = transaction.isBegun();
        transaction.ended();
        if (taken.isUnwrapped && !taken.isReading) {
            // What was done by the driver's own connection is not known here.
            wrote(taken);
        }
        Taking.giveBack(declared, taken, isWithin);
    }

    /** Gives it back, if no statement of it is open, and no transaction. */
    void giveBackIfIdle() {
        Held taken = held;
        if (taken != null && isIdle(taken)) {
            giveBack(taken);
        }
    }

    /** Tells whether nothing of it is in use that could not be made again elsewhere. */
    static boolean isMovable(Held taken) {
        return taken.statements.areMovable() && !taken.isUnwrapped;
    }

    /** Whoever has the driver's own connection may be using it. */
    private boolean isIdle(Held taken) {
        return taken.statements.isEmpty() && !transaction.isBegun() && !taken.isUnwrapped;
    }

    /** Something may have been committed there just now. */
    void wrote(Held taken) {
        Scope scope = scopes.current();
        router.did(scope.session(), taken.seen, true);
        if (!scope.isOfProcess()) {
            router.did(scopes.ofProcess(), taken.seen, true);
        }
    }

    /** Something was read there just now. */
    void read(Held taken) {
        Scope scope = scopes.current();
        if (!scope.isOfProcess()) {
            scope.session().did(taken.seen, false);
        }
    }

    /**
     * As {@link #giveBackIfIdle}, if it has been told to only read: to tell it again for statements that commit by themselves, and
     * to take that back, are round trips, and when a transaction is over most have no more to do.
     */
    void giveBackIfTold() {
        Held taken = held;
        if (taken != null && taken.isToldToRead) {
            giveBackIfIdle();
        }
    }

    /** It is lost, and the transaction on it. */
    void lose(Held taken) {
        boolean isWithin = transaction.isBegun();
        giveBack(taken);
        transaction.lose(isWithin);
    }

    /** It is lost, and perhaps its node. */
    void lost(Held taken) {
        blame(taken);
        lose(taken);
    }

    /** Its node may be gone; not if somebody has ended the connection on purpose. */
    void blame(Held taken) {
        taken.failed();
        if (!isClosed()) {
            router.suspect(taken.node);
        }
    }

    /** Nobody knows what state it is in. */
    void discard(Held taken) {
        taken.broke();
        lose(taken);
    }

    /** Refuses to send anything more within a transaction to a node that must get nothing. */
    void requireUsable(Held taken) throws SQLException {
        try {
            router.check().requireUsable(taken, session());
        } catch (SQLException e) {
            lose(taken);
            throw e;
        }
    }

    @Override
    public boolean isClosed() {
        return closed || aborted;
    }

    void requireOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLNonTransientConnectionException("The connection is closed", "08003");
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            Held taken = held;
            if (taken != null) {
                giveBack(taken);
            }
        }
    }

    /**
     * Ends it from any thread, whatever it is doing. What it has is found where all that is lent is: a variable for this thread to
     * read would cost each borrow a fence.
     */
    void abort() {
        aborted = true;
        router.end(this);
    }

    /** Tells whether there is a node for the next statement, or the physical connection is valid. */
    boolean isValid(int seconds) throws SQLException {
        Held taken = held;
        if (isClosed() || transaction.isLost()) {
            return false;
        }
        return taken == null
                ? router.hasNode(wantsPrimary(scopes.current()))
                : !taken.isBroken() && taken.physical.isValid(seconds);
    }

    @Override
    public String toString() {
        Held taken = held;
        return isClosed() ? "closed" : taken == null ? "on no node yet" : "on " + taken;
    }
}
