package dev.scalekit.testkit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Two accounts with 100 each, and a transfer between them that keeps the rules: the protocol that faults are tried on. */
final class Bank {
    /** What the caller of a transfer knows afterwards. */
    enum Outcome {
        DONE,
        FAILED,
        UNKNOWN
    }

    /** Where connections come from. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    private static final String CHANGE = "update account set amount = amount + ? where id = ?";

    private final MemoryDatabase database;

    /** Opens a new bank in place of the last. */
    Bank(MemoryDatabase database) throws SQLException {
        this.database = database;
        database.execute("drop table if exists account");
        database.execute("create table account (id int primary key, amount int not null)");
        database.execute("insert into account values (1, 100), (2, 100)");
    }

    /** Moves 10 from the first account to the second. */
    static Outcome transfer(Connections accounts) {
        boolean committing = false;
        try (Connection connection = accounts.open()) {
            connection.setAutoCommit(false);
            change(connection, 1, -10);
            change(connection, 2, 10);
            committing = true;
            connection.commit();
        } catch (SQLException | LinkageError e) {
            return committing ? Outcome.UNKNOWN : Outcome.FAILED;
        }
        return Outcome.DONE;
    }

    static void change(Connection connection, int account, int by) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
            update.setInt(1, by);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }

    int amount(int account) throws SQLException {
        return database.number("select amount from account where id = " + account);
    }

    int transfers() throws SQLException {
        return (amount(2) - 100) / 10;
    }

    /** Says what is wrong with the accounts after one transfer of that outcome. */
    void check(Outcome outcome) throws SQLException {
        int total = amount(1) + amount(2);
        if (total != 200) {
            throw new AssertionError("200 became " + total);
        }
        int transfers = transfers();
        boolean fits = switch (outcome) {
            case DONE -> transfers == 1;
            case FAILED -> transfers == 0;
            case UNKNOWN -> transfers == 0 || transfers == 1;
        };
        if (!fits) {
            throw new AssertionError(outcome + ", but " + transfers + " transfers were made");
        }
    }
}
