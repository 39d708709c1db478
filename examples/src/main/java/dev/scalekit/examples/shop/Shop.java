package dev.scalekit.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Customers and orders in the shop's database, by plain JDBC. Thread-safe. */
final class Shop {
    private final DataSource database;

    Shop(DataSource database) {
        this.database = database;
    }

    boolean hasCustomer(int id) throws SQLException {
        try (Connection connection = reading(database);
                PreparedStatement select = connection.prepareStatement("select 1 from customer where id = ?")) {
            select.setInt(1, id);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Writes an order and counts what it sells, in one transaction. Once this returns, the database has it on disk.
     *
     * @param reference chosen by the customer; a customer's second order with the same reference is the first one sent again
     * @return the number of the order, the first one's if it was there already
     */
    long placeOrder(long reference, int customer, Collection<CartLine> cart) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Optional<Long> written = insertOrder(connection, reference, customer);
                if (written.isPresent()) {
                    insertLines(connection, written.get(), List.copyOf(cart));
                }
                long order = written.isPresent()
                        ? written.get()
                        : findOrder(connection, reference, customer).orElseThrow();
                connection.commit();
                return order;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        }
    }

    /** Returns what a customer has ordered under a reference; nothing if there is no such order, or it is somebody else's. */
    List<CartLine> orderedLines(long reference, int customer) throws SQLException {
        try (Connection connection = reading(database);
                PreparedStatement select = connection.prepareStatement(
                        "select product_id, units from order_line l"
                                + " join orders o on o.id = l.order_id where o.customer_id = ? and o.reference = ? order by line")) {
            select.setInt(1, customer);
            select.setLong(2, reference);
            List<CartLine> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(new CartLine(rows.getInt(1), rows.getInt(2)));
                }
            }
            return lines;
        }
    }

    /** Returns a connection that any replica will do for which has what this browser has written. */
    static Connection reading(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setReadOnly(true);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Returns the number of the order that a customer placed under a reference; those of others are not found. On the primary:
     * who asks got no answer to the order, and no token of it.
     */
    Optional<Long> findOrder(long reference, int customer) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return findOrder(connection, reference, customer);
        }
    }

    private static Optional<Long> findOrder(Connection connection, long reference, int customer) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select id from orders where customer_id = ? and reference = ?")) {
            select.setInt(1, customer);
            select.setLong(2, reference);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    /** Empty if the customer's reference is there already. */
    private static Optional<Long> insertOrder(Connection connection, long reference, int customer) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into orders (reference, customer_id)"
                + " values (?, ?) on conflict (customer_id, reference) do nothing returning id")) {
            insert.setLong(1, reference);
            insert.setInt(2, customer);
            try (ResultSet rows = insert.executeQuery()) {
                return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
            }
        }
    }

    private static void insertLines(Connection connection, long order, List<CartLine> cart) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into order_line"
                        + " (order_id, line, product_id, units, price_cents)"
                        + " select ?, ?, id, ?, price_cents from product where id = ?");
                PreparedStatement count =
                        connection.prepareStatement("update product set sold = sold + ? where id = ?")) {
            for (int line = 0; line < cart.size(); line++) {
                insert.setLong(1, order);
                insert.setInt(2, line);
                insert.setInt(3, cart.get(line).units());
                insert.setInt(4, cart.get(line).product());
                insert.addBatch();
            }
            insert.executeBatch();
            // Always in the order of their numbers: two orders that update the same two products cannot deadlock.
            for (CartLine line : inOrder(cart)) {
                count.setInt(1, line.units());
                count.setInt(2, line.product());
                count.addBatch();
            }
            count.executeBatch();
        }
    }

    private static List<CartLine> inOrder(List<CartLine> cart) {
        return cart.stream()
                .sorted((a, b) -> Integer.compare(a.product(), b.product()))
                .toList();
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
