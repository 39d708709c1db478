package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Transactions that write, ended by a commit and by a change of auto-commit, one that reads, a read and a write by themselves, each
 * on a connection of its own; and the check that what their callers were told is true. Not thread-safe.
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
        database.execute("CREATE TABLE deed (id INT PRIMARY KEY)");
        database.execute("CREATE TABLE stock (id INT PRIMARY KEY, amount INT NOT NULL)");
        database.execute("INSERT INTO stock VALUES (1, " + STOCK + ")");
    }

    /** Does all of them, and returns what became of each. */
    List<Outcome> run(RoutingDataSource db) {
        return List.of(
                writingTransaction(db, Connection::commit),
                readingTransaction(db),
                writingTransaction(db, connection -> connection.setAutoCommit(true)),
                read(db),
                write(db));
    }

    private Outcome writingTransaction(RoutingDataSource db, Step end) {
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

    private Outcome readingTransaction(RoutingDataSource db) {
        return attempt(db, false, connection -> {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            requireStock(connection);
            requireStock(connection);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        });
    }

    private Outcome read(RoutingDataSource db) {
        return attempt(db, false, connection -> {
            connection.setReadOnly(true);
            requireStock(connection);
        });
    }

    private Outcome write(RoutingDataSource db) {
        int id = ++lastId;
        Outcome outcome = attempt(db, true, connection -> insert(connection, id));
        writes.add(new Done(outcome, id, id));
        return outcome;
    }

    /** Fails as callers see it: only what is said to be unknown is, and what a driver has thrown that is no exception of JDBC. */
    private static Outcome attempt(RoutingDataSource db, boolean isWrite, Step step) {
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
        PreparedStatement statement = connection.prepareStatement("INSERT INTO deed (id) VALUES (?)");
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
        try (PreparedStatement statement = connection.prepareStatement("SELECT amount FROM stock WHERE id = ?")) {
            statement.setInt(1, 1);
            try (ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(STOCK);
                assertThat(row.next()).isFalse();
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
                    .as("%s", write)
                    .isIn(
                            switch (write.outcome()) {
                                case OK -> List.of(all);
                                case FAILED -> List.of(0);
                                case UNKNOWN -> List.of(0, all);
                            });
        }
    }
}
