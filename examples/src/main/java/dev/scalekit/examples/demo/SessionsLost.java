package dev.scalekit.examples.demo;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Whoever has logged in stays logged in, and stays who he is, whichever web server dies. Thread-safe. */
final class SessionsLost implements Promise {
    /** The table has the SHA-256 of a token, so nobody can log in who reads it. */
    private static final String GONE =
            "select held.customer from unnest(?::text[], ?::text[]) as held (customer, token)"
                    + " where not exists (select 1 from scalekit_session"
                    + " where user_id = held.customer and token_hash = sha256(convert_to(held.token, 'UTF8')))";

    private final SessionLedger sessions;
    private final Supplier<List<Browser.Held>> held;
    private final DataSource database;

    /**
     * Promises so of all sessions that are begun in the present era.
     *
     * @param held the sessions that customers believe to have
     * @param database where sessions are
     */
    SessionsLost(SessionLedger sessions, Supplier<List<Browser.Held>> held, DataSource database) {
        this.sessions = sessions;
        this.held = held;
        this.database = database;
    }

    @Override
    public String id() {
        return "sessions-lost";
    }

    @Override
    public String title() {
        return "Sessions lost";
    }

    @Override
    public String unit() {
        return "sessions begun";
    }

    @Override
    public String how() {
        return "since sessions are in the database, the customers count how often they are told to log in although they"
                + " have, and the session of each of them is looked up there, by a connection of its own";
    }

    @Override
    public Verdict check() throws SQLException {
        long begun = sessions.begunCount();
        List<String> gone = gone();
        long lost = sessions.lostCount();
        String again = lost == 0 ? "" : lost + " times somebody had to log in again";
        String notThere = Verdict.first("not in the database, of customers", gone);
        return new Verdict(
                begun, lost + gone.size(), again + (again.isEmpty() || notThere.isEmpty() ? "" : "; ") + notThere);
    }

    /** Returns whose session is not there, or is somebody else's: first what they believe, then what there is. */
    private List<String> gone() throws SQLException {
        List<Browser.Held> all = held.get().stream()
                .filter(session -> session.era() == sessions.era())
                .toList();
        List<String> gone = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(GONE)) {
            select.setArray(1, texts(connection, all.stream().map(Browser.Held::customer)));
            select.setArray(2, texts(connection, all.stream().map(Browser.Held::token)));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    gone.add(rows.getString(1));
                }
            }
        }
        return gone;
    }

    private static Array texts(Connection connection, Stream<?> values) throws SQLException {
        return connection.createArrayOf("text", values.map(String::valueOf).toArray());
    }
}
