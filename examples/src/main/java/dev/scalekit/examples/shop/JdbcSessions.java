package dev.scalekit.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Sessions in the database, one row a customer, so that any web server finds what another one has begun. Thread-safe.
 *
 * <p>A session that somebody else has saved since it was found cannot be saved: a request that was taken for dead and sent
 * again elsewhere, and lives on, undoes nothing of what came after it.
 */
final class JdbcSessions implements Sessions {
    /** Serialization failure, by the SQL standard. */
    private static final String CONFLICT = "40001";

    private final SessionTokens tokens = new SessionTokens();
    private final DataSource database;

    JdbcSessions(DataSource database) {
        this.database = database;
    }

    @Override
    public String start(int customer) throws SQLException {
        String token = tokens.next();
        try (Connection connection = database.getConnection();
                PreparedStatement upsert = connection.prepareStatement(
                        "insert into session (customer_id, token)"
                                + " values (?, ?) on conflict (customer_id) do update"
                                + " set token = excluded.token, version = session.version + 1, products = default, units = default")) {
            upsert.setInt(1, customer);
            upsert.setString(2, token);
            upsert.executeUpdate();
        }
        return token;
    }

    @Override
    public Optional<Session> find(String token) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "select customer_id, version, products, units from session where token = ?")) {
            select.setString(1, token);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(session(rows)) : Optional.empty();
            }
        }
    }

    private static Session session(ResultSet row) throws SQLException {
        Integer[] products = (Integer[]) row.getArray(3).getArray();
        Integer[] units = (Integer[]) row.getArray(4).getArray();
        List<CartLine> cart = new ArrayList<>();
        for (int line = 0; line < products.length; line++) {
            cart.add(new CartLine(products[line], units[line]));
        }
        return new Session(row.getInt(1), row.getLong(2), cart);
    }

    @Override
    public void save(Session session) throws SQLException {
        List<CartLine> cart = session.cart();
        Object[] products = cart.stream().map(CartLine::product).toArray();
        Object[] units = cart.stream().map(CartLine::units).toArray();
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update session"
                                + " set version = version + 1, products = ?, units = ? where customer_id = ? and version = ?")) {
            update.setArray(1, connection.createArrayOf("integer", products));
            update.setArray(2, connection.createArrayOf("integer", units));
            update.setInt(3, session.customer());
            update.setLong(4, session.version());
            if (update.executeUpdate() == 0) {
                throw new SQLTransactionRollbackException(
                        "the session of customer " + session.customer() + " was changed meanwhile", CONFLICT);
            }
        }
    }
}
