package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Transactions that write, ended by a commit and by a change of auto-commit, one that reads and has settings of its own, a read within
 * another and a write by themselves, each on a connection of its own; and the check that what their callers were told is true. The
 * table takes a number twice, so that one that was written twice is seen. Not thread-safe.
 */
final class FaultWorkload {
    private static final int STOCK = 7;

    private final MemoryDatabase database;
    private final List<Done> writes = new ArrayList<>();
    private int lastId;

    /** What the caller of a step knows. */
    enum Outcome {
        OK,
        FAILED,
        UNKNOWN
    }

    private record Done(Outcome outcome, int first, int last) {}

    /** Does something on a connection. */
    @FunctionalInterface
    private interface Step {
        void on(Connection connection) throws SQLException;
    }

    FaultWorkload(MemoryDatabase database) throws SQLException {
        this.database = database;
        database.execute("DROP TABLE IF EXISTS deed");
        database.execute("DROP TABLE IF EXISTS stock");
        database.execute("CREATE SCHEMA IF NOT EXISTS tenant");
        database.execute("CREATE TABLE deed (id INT NOT NULL)");
        database.execute("CREATE TABLE stock (id INT PRIMARY KEY, amount INT NOT NULL)");
        database.execute("INSERT INTO stock VALUES (1, " + STOCK + ")");
    }

    /** Does all of them, and returns what became of each. */
    List<Outcome> run(DataSource db) {
        return List.of(
                writingTransaction(db, Connection::commit),
                readingTransaction(db),
                writingTransaction(db, connection -> connection.setAutoCommit(true)),
                read(db),
                write(db));
    }

    private Outcome writingTransaction(DataSource db, Step end) {
        int first = ++lastId;
        int second = ++lastId;
        boolean[] isCommitted = new boolean[1];
        Outcome outcome = attempt(db, true, connection -> {
            connection.setAutoCommit(false);
            insert(connection, first);
            insert(connection, second);
            end.on(connection);
            isCommitted[0] = true;
            connection.setAutoCommit(true);
        });
        // What fails after the end says nothing of the transaction.
        writes.add(new Done(isCommitted[0] ? Outcome.OK : outcome, first, second));
        return outcome;
    }

    private Outcome readingTransaction(DataSource db) {
        return attempt(db, false, connection -> {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            requireStock(connection);
            connection.setSchema("TENANT");
            requireStock(connection);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        });
    }

    private Outcome read(DataSource db) {
        return attempt(db, false, connection -> {
            connection.setReadOnly(true);
            try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM public.stock");
                    ResultSet row = statement.executeQuery()) {
                requireStock(connection);
                assertThat(row.next()).isTrue();
            }
        });
    }

    private Outcome write(DataSource db) {
        int id = ++lastId;
        Outcome outcome = attempt(db, true, connection -> insert(connection, id));
        writes.add(new Done(outcome, id, id));
        return outcome;
    }

    /** Fails as callers see it: only what is said to be unknown is, and what a driver has thrown that is no exception of JDBC. */
    private static Outcome attempt(DataSource db, boolean isWrite, Step step) {
        try (Connection connection = db.getConnection()) {
            step.on(connection);
            return Outcome.OK;
        } catch (CommitOutcomeUnknownException e) {
            return isWrite ? Outcome.UNKNOWN : Outcome.FAILED;
        } catch (SQLException e) {
            return Outcome.FAILED;
        } catch (LinkageError e) {
            return isWrite ? Outcome.UNKNOWN : Outcome.FAILED;
        }
    }

    private static void insert(Connection connection, int id) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("INSERT INTO public.deed (id) VALUES (?)");
        try {
            statement.setInt(1, id);
            assertThat(statement.executeUpdate()).isOne();
        } finally {
            close(statement);
        }
    }

    /** That a driver refuses to close something says nothing of what it has done; that the connection is lost would. */
    private static void close(PreparedStatement statement) throws SQLException {
        try {
            statement.close();
        } catch (SQLException e) {
            if (e.getSQLState().startsWith("08")) {
                throw e;
            }
        }
    }

    private static void requireStock(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT amount FROM public.stock WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(STOCK);
                assertThat(row.next()).as("a second row").isFalse();
            }
        }
    }

    /** What was done is there, what failed is not, and what is unknown is there as a whole or not at all. */
    void check() throws SQLException {
        for (Done write : writes) {
            int there = database.number(
                    "SELECT COUNT(*) FROM deed WHERE id BETWEEN " + write.first() + " AND " + write.last());
            int all = write.last() - write.first() + 1;
            assertThat(there)
                    .as("told %s: %d to %d", write.outcome(), write.first(), write.last())
                    .isIn(
                            switch (write.outcome()) {
                                case OK -> List.of(all);
                                case FAILED -> List.of(0);
                                case UNKNOWN -> List.of(0, all);
                            });
        }
    }
}
