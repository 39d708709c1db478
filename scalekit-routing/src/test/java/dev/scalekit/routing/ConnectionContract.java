package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What a connection of a router answers, beside what one of HikariCP answers to the same: each question of {@link
 * JdbcQuestions} in each state that a connection may be in. Where it is something else on purpose, that is listed here, with
 * the reason; what is listed must be so.
 */
abstract class ConnectionContract {
    private static final String ALWAYS_OTHERWISE = """
            # As JDBC has it: there must be an executor, and a time that is not below zero.
            abort without an executor | CLOSED | SQLState 22023 instead of done
            isValid(-1) | CLOSED | SQLState 22023 instead of false
            # There is nothing to tell, and nothing to be refused.
            beginRequest and endRequest | CLOSED | done instead of SQLState 08003
            # HikariCP means to throw an exception that its proxy may not.
            no such client info | CLOSED | SQLState 08003 instead of UndeclaredThrowableException
            set clientInfo and execute | CLOSED | SQLState 08003 instead of UndeclaredThrowableException
            set clientInfo | CLOSED | SQLState 08003 instead of UndeclaredThrowableException
            setClientInfo of all | CLOSED | SQLState 08003 instead of UndeclaredThrowableException
            """;

    /** Where a connection of the router is when it is asked. */
    enum State {
        /** Nothing was executed yet. */
        UNUSED,
        /** It is read-only, and was used. */
        REPLICA,
        /** It was used, and not declared to be read-only. */
        PRIMARY,
        /** It was used, and closed. */
        CLOSED
    }

    abstract RoutingDataSource routed();

    /** The pool of the primary itself. */
    abstract HikariDataSource primary();

    /** The pool of the replica itself. */
    abstract HikariDataSource replica();

    /**
     * What is answered otherwise than by HikariCP: a line for each question, with the states, and the answers; with the reason
     * in a line before them that begins with {@code #}.
     */
    abstract String otherwise();

    private Map<String, String> listed() {
        Map<String, String> listed = new TreeMap<>();
        String all = ALWAYS_OTHERWISE + otherwise();
        for (String line : all.lines().filter(line -> !line.startsWith("#")).toList()) {
            String[] parts = line.split(" [|] ", 3);
            for (String state : parts[1].split(" ", -1)) {
                listed.put(parts[0] + ", " + State.valueOf(state), parts[2]);
            }
        }
        return listed;
    }

    private Connection routed(State state) throws SQLException {
        return in(state, routed().getConnection());
    }

    private Connection raw(State state) throws SQLException {
        return in(state, (state == State.REPLICA ? replica() : primary()).getConnection());
    }

    private static Connection in(State state, Connection connection) throws SQLException {
        if (state == State.REPLICA) {
            connection.setReadOnly(true);
        }
        if (state != State.UNUSED) {
            connection.createStatement().executeQuery("SELECT 1").close();
        }
        if (state == State.CLOSED) {
            connection.close();
        }
        return connection;
    }

    private static String answer(JdbcQuestions.Question question, Connection asked) throws SQLException {
        try (Connection connection = asked) {
            return String.valueOf(question.to(connection));
        } catch (SQLException e) {
            // HikariCP gives no state for what is closed; that of the standard is as good.
            return "SQLState " + (e.getSQLState() == null ? "08003" : e.getSQLState());
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    @Test
    void it_answers_as_hikari_does_but_for_what_is_listed() throws Exception {
        Map<String, String> found = new TreeMap<>();
        List<String> asked = new ArrayList<>();
        for (Map.Entry<String, JdbcQuestions.Question> question :
                JdbcQuestions.all().entrySet()) {
            for (State state : State.values()) {
                String name = question.getKey() + ", " + state;
                String expected = answer(question.getValue(), raw(state));
                String answered = answer(question.getValue(), routed(state));
                asked.add(name);
                if (!answered.equals(expected)) {
                    found.put(name, answered + " instead of " + expected);
                }
            }
        }

        assertThat(found).containsExactlyInAnyOrderEntriesOf(listed());
        assertThat(asked).hasSizeGreaterThan(300);
        assertThat(primary().getHikariPoolMXBean().getActiveConnections()).isZero();
        assertThat(replica().getHikariPoolMXBean().getActiveConnections()).isZero();
    }
}
