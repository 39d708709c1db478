package dev.scalekit.routing;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What somebody has said of a connection: each physical one is made like that, and made as it was again. Not thread-safe. */
final class Declared {
    boolean readOnly;
    private boolean autoCommit = true;
    private boolean isAutoCommitSet;
    private @Nullable Requested requested;

    /** @param defaults what connections are like; null if that is not known yet */
    Declared(@Nullable Defaults defaults) {
        if (defaults != null) {
            autoCommit = defaults.autoCommit();
            readOnly = defaults.readOnly();
        }
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void autoCommit(boolean wanted) {
        autoCommit = wanted;
        isAutoCommitSet = true;
    }

    /** Returns what else was said, to say more. */
    Requested requested() {
        if (requested == null) {
            requested = new Requested();
        }
        return requested;
    }

    /** Returns what else was said, to look at. */
    Requested requestedSoFar() {
        return requested == null ? Requested.NOTHING : requested;
    }

    boolean isReading(Scope scope) {
        return readOnly || scope.mode() == Scope.Mode.READ_ONLY;
    }

    boolean wantsPrimary(Scope scope, @Nullable Defaults defaults) {
        return scope.mode() == Scope.Mode.PRIMARY || !isReading(scope) || isSerializable(defaults);
    }

    /** A standby of PostgreSQL refuses it. */
    private boolean isSerializable(@Nullable Defaults defaults) {
        Integer isolation = requestedSoFar().isolation;
        if (isolation == null) {
            isolation = defaults == null ? null : defaults.isolation();
        }
        return isolation != null && isolation == Connection.TRANSACTION_SERIALIZABLE;
    }

    /** While auto-commit is off, PostgreSQL's driver says with the next statement that it only reads, and does not wait for it before. */
    void prepare(Held taken, Defaults defaults, boolean isReading) throws SQLException {
        Connection physical = taken.physical;
        if (!isAutoCommitSet) {
            autoCommit = defaults.autoCommit();
        }
        taken.isReading = isReading;
        taken.isToldToRead = isReading && !taken.refusesWrites;
        boolean isAutoCommit = defaults.autoCommit();
        if (requested != null) {
            // Some of it is a statement, and must not be part of a transaction that may be rolled back.
            isAutoCommit = setAutoCommit(physical, isAutoCommit, true);
            requested.applyTo(physical);
        }
        if (autoCommit) {
            setReadOnly(physical, defaults.readOnly(), taken.isToldToRead);
        }
        setAutoCommit(physical, isAutoCommit, autoCommit);
        if (!autoCommit) {
            setReadOnly(physical, defaults.readOnly(), taken.isToldToRead);
        }
    }

    /** @param isWithin whether there is a transaction, to be rolled back */
    void takeBack(Held taken, Defaults defaults, boolean isWithin) throws SQLException {
        Connection physical = taken.physical;
        boolean isTold = taken.isToldToRead != defaults.readOnly();
        if (isWithin || (!autoCommit && (isTold || requested != null))) {
            // First: to set auto-commit would commit. A question about the catalogue may have begun one, too.
            physical.rollback();
        }
        if (!autoCommit) {
            setReadOnly(physical, taken.isToldToRead, defaults.readOnly());
        }
        boolean isAutoCommit = autoCommit;
        if (requested != null) {
            isAutoCommit = setAutoCommit(physical, isAutoCommit, true);
            requested.takeBackFrom(physical, defaults);
        }
        if (autoCommit) {
            setReadOnly(physical, taken.isToldToRead, defaults.readOnly());
        }
        setAutoCommit(physical, isAutoCommit, defaults.autoCommit());
    }

    private static boolean setAutoCommit(Connection physical, boolean now, boolean wanted) throws SQLException {
        if (now != wanted) {
            physical.setAutoCommit(wanted);
        }
        return wanted;
    }

    private static void setReadOnly(Connection physical, boolean now, boolean wanted) throws SQLException {
        if (now != wanted) {
            physical.setReadOnly(wanted);
        }
    }
}
