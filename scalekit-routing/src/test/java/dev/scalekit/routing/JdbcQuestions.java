package dev.scalekit.routing;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a connection can be asked, so that two can be compared: answers say nothing of which it was. */
@SuppressWarnings("ReferenceEquality") // It is asked whether it is the same object.
final class JdbcQuestions {
    private final Map<String, Question> all = new LinkedHashMap<>();

    /** Asks a connection that nobody else uses, and leaves it open. */
    @FunctionalInterface
    interface Question {
        @Nullable
        Object to(Connection connection) throws SQLException;
    }

    /** Asks for nothing but that it is done. */
    @FunctionalInterface
    private interface Deed {
        void on(Connection connection) throws SQLException;
    }

    private JdbcQuestions() {}

    /** Returns all of them by name, in the same order each time. */
    static Map<String, Question> all() {
        JdbcQuestions questions = new JdbcQuestions();
        questions.state();
        questions.settings();
        questions.refusals();
        questions.transactions();
        questions.statements();
        questions.results();
        questions.ends();
        questions.others();
        return questions.all;
    }

    private void ask(String name, Question question) {
        all.put(name, question);
    }

    private void have(String name, Deed deed) {
        all.put(name, connection -> {
            deed.on(connection);
            return "done";
        });
    }

    /** What it says of itself before anything was set. */
    private void state() {
        ask("isReadOnly", Connection::isReadOnly);
        ask("getAutoCommit", Connection::getAutoCommit);
        ask("getTransactionIsolation", Connection::getTransactionIsolation);
        ask("getCatalog", Connection::getCatalog);
        ask("getSchema", Connection::getSchema);
        ask("getHoldability", Connection::getHoldability);
        ask("getNetworkTimeout", Connection::getNetworkTimeout);
        ask("getTypeMap", connection -> connection.getTypeMap().size());
        ask("getClientInfo", connection -> connection.getClientInfo("ApplicationName"));
        ask("getClientInfo of all", connection -> connection.getClientInfo().size());
        ask("getWarnings", Connection::getWarnings);
        have("clearWarnings", Connection::clearWarnings);
        ask("isClosed", Connection::isClosed);
        ask("isValid", connection -> connection.isValid(5));
        ask("isValid without limit", connection -> connection.isValid(0));
        ask("nativeSQL", connection -> connection.nativeSQL("SELECT {d '2000-01-01'}"));
    }

    /** What was set is there, before and after a statement. */
    private void settings() {
        setting("readOnly", connection -> connection.setReadOnly(true), Connection::isReadOnly);
        setting("not readOnly", connection -> connection.setReadOnly(false), Connection::isReadOnly);
        setting("autoCommit", connection -> connection.setAutoCommit(false), Connection::getAutoCommit);
        setting(
                "isolation",
                connection -> connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ),
                Connection::getTransactionIsolation);
        setting(
                "serializable",
                connection -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
                Connection::getTransactionIsolation);
        setting(
                "holdability",
                connection -> connection.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT),
                Connection::getHoldability);
        setting("catalog", connection -> connection.setCatalog(connection.getCatalog()), Connection::getCatalog);
        setting("schema", connection -> connection.setSchema("other"), Connection::getSchema);
        setting(
                "networkTimeout",
                connection -> connection.setNetworkTimeout(Runnable::run, 60_000),
                Connection::getNetworkTimeout);
        setting(
                "typeMap",
                connection -> connection.setTypeMap(Map.of()),
                connection -> connection.getTypeMap().size());
        setting(
                "clientInfo",
                connection -> connection.setClientInfo("ApplicationName", "shop"),
                connection -> connection.getClientInfo("ApplicationName"));
    }

    private void setting(String name, Deed setter, Question getter) {
        ask("set " + name, connection -> {
            setter.on(connection);
            return getter.to(connection);
        });
        ask("set " + name + " and execute", connection -> {
            setter.on(connection);
            return number(connection, "SELECT 1") + " " + getter.to(connection);
        });
    }

    /** What must be refused, and how. */
    private void refusals() {
        ask("isValid(-1)", connection -> connection.isValid(-1));
        have("isolation 99", connection -> connection.setTransactionIsolation(99));
        have("isolation none", connection -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
        have("holdability 99", connection -> connection.setHoldability(99));
        have("networkTimeout -1", connection -> connection.setNetworkTimeout(Runnable::run, -1));
        have("commit with autoCommit", Connection::commit);
        have("rollback with autoCommit", Connection::rollback);
        have("setSavepoint with autoCommit", Connection::setSavepoint);
        have("no such client info", connection -> connection.setClientInfo("NoSuchInfo", "x"));
        have("no SQL", connection -> connection.prepareStatement(null));
        ask("syntax error", connection -> number(connection, "SELEKT 1"));
        ask("no such table", connection -> number(connection, "SELECT * FROM nowhere"));
        have("unwrap to what it is not", connection -> connection.unwrap(Question.class));
        have("setReadOnly in a transaction", connection -> {
            connection.setAutoCommit(false);
            number(connection, "SELECT 1");
            connection.setReadOnly(!connection.isReadOnly());
        });
        have("setTransactionIsolation in a transaction", connection -> {
            connection.setAutoCommit(false);
            number(connection, "SELECT 1");
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        });
    }

    private void transactions() {
        have("commit nothing", connection -> {
            connection.setAutoCommit(false);
            connection.commit();
            connection.commit();
        });
        have("rollback nothing", connection -> {
            connection.setAutoCommit(false);
            connection.rollback();
        });
        ask("commit", connection -> {
            connection.setAutoCommit(false);
            long before = count(connection);
            insert(connection);
            connection.commit();
            return count(connection) - before;
        });
        ask("rollback", connection -> {
            connection.setAutoCommit(false);
            long before = count(connection);
            insert(connection);
            connection.rollback();
            return count(connection) - before;
        });
        ask("setAutoCommit(true) commits", connection -> {
            connection.setAutoCommit(false);
            long before = count(connection);
            insert(connection);
            connection.setAutoCommit(true);
            return count(connection) - before;
        });
        ask("setAutoCommit(false) twice does not commit", connection -> {
            connection.setAutoCommit(false);
            long before = count(connection);
            insert(connection);
            connection.setAutoCommit(false);
            connection.rollback();
            return count(connection) - before;
        });
        ask("savepoint", connection -> {
            connection.setAutoCommit(false);
            long before = count(connection);
            Savepoint savepoint = connection.setSavepoint("half");
            insert(connection);
            connection.rollback(savepoint);
            connection.commit();
            return savepoint.getSavepointName() + (count(connection) - before);
        });
        have("release a savepoint", connection -> {
            connection.setAutoCommit(false);
            connection.releaseSavepoint(connection.setSavepoint());
            // HikariCP would give the pool a connection within a transaction.
            connection.rollback();
        });
        ask("a failure within a transaction, and then", connection -> {
            connection.setAutoCommit(false);
            try {
                number(connection, "SELECT * FROM nowhere");
            } catch (SQLException e) {
                // It may go on or not.
            }
            return number(connection, "SELECT 1");
        });
        ask("a rollback after a failure", connection -> {
            connection.setAutoCommit(false);
            try {
                number(connection, "SELECT * FROM nowhere");
            } catch (SQLException e) {
                connection.rollback();
            }
            return number(connection, "SELECT 1");
        });
        ask("autocommit", connection -> {
            long before = count(connection);
            insert(connection);
            return count(connection) - before;
        });
        ask("transaction after transaction", connection -> {
            connection.setAutoCommit(false);
            number(connection, "SELECT 1");
            connection.commit();
            connection.setReadOnly(!connection.isReadOnly());
            number(connection, "SELECT 1");
            connection.rollback();
            connection.setAutoCommit(true);
            return number(connection, "SELECT 1");
        });
    }

    private void statements() {
        ask("createStatement", connection -> number(connection, "SELECT 1"));
        ask("prepareStatement", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS INT) + 1")) {
                statement.setInt(1, 1);
                return first(statement.executeQuery());
            }
        });
        ask("a prepared statement again and again", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS INT) + 1")) {
                long sum = 0;
                for (int i = 0; i < 10; i++) {
                    statement.setInt(1, i);
                    sum += first(statement.executeQuery());
                }
                return sum;
            }
        });
        ask("two statements at once", connection -> {
            try (PreparedStatement outer = connection.prepareStatement("SELECT 1");
                    ResultSet rows = outer.executeQuery()) {
                rows.next();
                return number(connection, "SELECT 2") + rows.getLong(1);
            }
        });
        ask("kinds of statements", connection -> {
            try (Statement statement = connection.createStatement(
                            ResultSet.TYPE_SCROLL_INSENSITIVE,
                            ResultSet.CONCUR_READ_ONLY,
                            ResultSet.HOLD_CURSORS_OVER_COMMIT);
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                return rows.last() + " " + rows.getRow() + rows.getType() + rows.getConcurrency()
                        + statement.getResultSetHoldability();
            }
        });
        ask("prepareCall", connection -> {
            try (CallableStatement statement = connection.prepareCall("SELECT 1")) {
                return statement.execute();
            }
        });
        ask("generated keys", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(
                    "INSERT INTO asked (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                statement.setString(1, "x");
                return statement.executeUpdate() + " "
                        + statement.getGeneratedKeys().next();
            }
        });
        ask("a batch", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO asked (name) VALUES (?)")) {
                statement.setString(1, "x");
                statement.addBatch();
                statement.setString(1, "y");
                statement.addBatch();
                return statement.executeBatch().length;
            }
        });
        ask("settings of a statement", connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(1);
                statement.setFetchSize(7);
                statement.setQueryTimeout(30);
                return statement.getMaxRows() + " " + statement.getFetchSize() + " " + statement.getQueryTimeout();
            }
        });
        ask("getConnection of a statement", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.getConnection() == connection;
            }
        });
        ask("closeOnCompletion", connection -> {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            statement.executeQuery("SELECT 1").close();
            return statement.isCloseOnCompletion() + " " + statement.isClosed();
        });
        ask("a closed statement", connection -> {
            PreparedStatement statement = connection.prepareStatement("SELECT 1");
            statement.close();
            statement.close();
            return statement.isClosed() + " " + first(statement.executeQuery());
        });
        ask("fewer parameters than needed", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS INT)")) {
                return first(statement.executeQuery());
            }
        });
        ask("a parameter too much", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT CAST(? AS INT)")) {
                statement.setInt(2, 1);
                return "done";
            }
        });
    }

    private void results() {
        ask("getStatement of a result", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                return rows.getStatement() == statement;
            }
        });
        ask("getResultSet", connection -> {
            try (Statement statement = connection.createStatement()) {
                boolean hasResult = statement.execute("SELECT 1");
                ResultSet rows = statement.getResultSet();
                return hasResult + " " + (rows == statement.getResultSet()) + " " + statement.getUpdateCount() + " "
                        + statement.getMoreResults();
            }
        });
        ask("a closed result", connection -> {
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery("SELECT 1");
                rows.close();
                rows.close();
                return rows.isClosed() + " " + rows.next();
            }
        });
        ask("a result after the next execution", connection -> {
            try (Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery("SELECT 1");
                statement.executeQuery("SELECT 2");
                return rows.isClosed();
            }
        });
        ask("a result after the last row", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                return rows.next() + " " + rows.next() + " " + rows.isAfterLast();
            }
        });
        ask("no such column", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1 AS one")) {
                rows.next();
                return rows.getInt("two");
            }
        });
        ask("the wrong type", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 'x'")) {
                rows.next();
                return rows.getInt(1);
            }
        });
        ask("a column before the first row", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                return rows.getInt(1);
            }
        });
    }

    /** What is left of things when that which they are of is closed. */
    private void ends() {
        ask("close twice", connection -> {
            connection.close();
            connection.close();
            return connection.isClosed();
        });
        ask("close, and then isValid", connection -> {
            connection.close();
            return connection.isValid(5);
        });
        ask("abort", connection -> {
            connection.abort(Runnable::run);
            connection.abort(Runnable::run);
            return connection.isClosed() + " " + connection.isValid(5);
        });
        have("abort, and then createStatement", connection -> {
            connection.abort(Runnable::run);
            connection.createStatement();
        });
        have("abort without an executor", connection -> connection.abort(null));
        ask("a statement after the connection was closed", connection -> {
            PreparedStatement statement = connection.prepareStatement("SELECT 1");
            connection.close();
            return statement.isClosed() + " " + first(statement.executeQuery());
        });
        ask("a result after the connection was closed", connection -> {
            ResultSet rows = connection.createStatement().executeQuery("SELECT 1");
            connection.close();
            return rows.isClosed() + " " + rows.next();
        });
        have("closing what is of a closed connection", connection -> {
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT 1");
            connection.close();
            rows.close();
            statement.close();
        });
        ask("getConnection of a statement of a closed connection", connection -> {
            Statement statement = connection.createStatement();
            connection.close();
            return statement.getConnection() == connection;
        });
    }

    private void others() {
        ask("getMetaData", connection -> {
            try (ResultSet types = connection.getMetaData().getTableTypes()) {
                return connection.getMetaData().getConnection() == connection && types.next();
            }
        });
        ask("getStatement of a result of the catalogue", connection -> {
            try (ResultSet types = connection.getMetaData().getTableTypes()) {
                Statement statement = types.getStatement();
                return statement == null || statement.getConnection() == connection;
            }
        });
        ask("getDatabaseProductName", connection -> connection.getMetaData().getDatabaseProductName());
        ask(
                "createArrayOf",
                connection ->
                        connection.createArrayOf("VARCHAR", new Object[] {"x"}).getBaseTypeName());
        ask("createStruct", connection -> connection.createStruct("t", new Object[0]) == null);
        ask("createBlob", connection -> connection.createBlob().length());
        ask("createClob", connection -> connection.createClob().length());
        ask("createNClob", connection -> connection.createNClob().length());
        ask("createSQLXML", connection -> connection.createSQLXML() == null);
        ask("unwrap(Connection)", connection -> connection.unwrap(Connection.class) != null);
        ask("isWrapperFor(Connection)", connection -> connection.isWrapperFor(Connection.class));
        ask("isWrapperFor(Question)", connection -> connection.isWrapperFor(Question.class));
        ask("equals", connection -> List.of(connection).contains(connection));
        ask("hashCode", connection -> Set.of(connection).contains(connection));
        ask("toString", connection -> connection.toString().isBlank());
        have("setClientInfo of all", connection -> connection.setClientInfo(new Properties()));
        have("beginRequest and endRequest", connection -> {
            connection.beginRequest();
            connection.endRequest();
        });
        have("setShardingKey", connection -> connection.setShardingKey(null));
        ask("setShardingKeyIfValid", connection -> connection.setShardingKeyIfValid(null, 1));
    }

    private static void insert(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO asked (name) VALUES ('x')");
        }
    }

    private static long count(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM asked");
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return first(statement.executeQuery(query));
        }
    }

    private static long first(ResultSet rows) throws SQLException {
        try (rows) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
