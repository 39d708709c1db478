package dev.scalekit.routing;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;

/** Takes physical connections, makes them as they are declared to be, and gives them back as they were. Thread-safe: all share it. */
final class Taking {
    /** As often is another connection taken for one that is found dead. */
    private static final int RETRIES = 3;

    private final Router router;

    Taking(Router router) {
        this.router = router;
    }

    /**
     * Takes one. Nothing has been sent yet, so a connection that is found dead is replaced: the pool did not know.
     *
     * @param isChecked whether it is looked whether it fits before something is sent
     */
    Held take(Attachment borrower, Scope scope, boolean isChecked) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            Held taken = borrower.wantsPrimary(scope) ? primary(borrower, isChecked) : router.replica(borrower);
            try {
                return prepared(borrower, taken, scope);
            } catch (NoNodeException e) {
                if (attempt > RETRIES || borrower.isClosed()) {
                    throw e;
                }
            }
        }
    }

    private Held primary(Borrower borrower, boolean isChecked) throws SQLException {
        return isChecked
                ? router.primaries().takeToCheck(borrower)
                : router.primaries().take(borrower);
    }

    /** Returns a connection that is made as it is declared, or gives it back. */
    Held prepared(Attachment borrower, Held taken, Scope scope) throws SQLException {
        Declared declared = borrower.declared();
        boolean isReady = false;
        try {
            declared.prepare(taken, defaults(taken), declared.isReading(scope));
            isReady = true;
            return taken;
        } catch (SQLException e) {
            throw notPrepared(borrower, taken, e);
        } finally {
            if (!isReady) {
                taken.broke();
                taken.release();
            }
        }
    }

    private SQLException notPrepared(Borrower borrower, Held taken, SQLException failure) {
        if (Failures.of(failure, taken.physical) != Failures.CONNECTION) {
            return failure;
        }
        if (borrower.isClosed()) {
            // It was broken off by somebody, and not by its node.
            return failure;
        }
        taken.failed();
        router.suspect(taken.node);
        return router.losses().unused(taken, failure);
    }

    private Defaults defaults(Held taken) throws SQLException {
        Defaults known = taken.node.defaults();
        if (known == null) {
            known = Defaults.of(taken.physical);
            taken.node.defaults(known);
            router.learnt(known);
        }
        return known;
    }

    /** @param isWithin whether there is a transaction, to be rolled back */
    static void giveBack(Declared declared, Held taken, boolean isWithin) {
        if (!taken.isBroken()) {
            try {
                declared.takeBack(taken, requireNonNull(taken.node.defaults()), isWithin);
            } catch (SQLException | RuntimeException | Error e) {
                // Who gets it next must not find what was set on it.
                taken.broke();
            }
        }
        taken.release();
    }
}
