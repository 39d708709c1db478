package dev.scalekit.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The products in the shop's database, by plain JDBC. Thread-safe. */
final class Catalogue implements Products {
    private final DataSource database;

    Catalogue(DataSource database) {
        this.database = database;
    }

    @Override
    public Optional<Product> product(int id) throws SQLException {
        try (Connection connection = Shop.reading(database);
                PreparedStatement select =
                        connection.prepareStatement("select id, name, brand, price_cents from product where id = ?")) {
            select.setInt(1, id);
            return first(select);
        }
    }

    @Override
    public Optional<Product> changePrice(int id, long cents) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("update product set price_cents = ? where id = ?"
                        + " returning id, name, brand, price_cents")) {
            update.setLong(1, cents);
            update.setInt(2, id);
            return first(update);
        }
    }

    /** Returns all products by their numbers. On the primary: who keeps them must not begin with what a replica has. */
    Map<Integer, Product> newest() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select id, name, brand, price_cents from product");
                ResultSet rows = select.executeQuery()) {
            Map<Integer, Product> all = new HashMap<>();
            while (rows.next()) {
                Product product = product(rows);
                all.put(product.id(), product);
            }
            return all;
        }
    }

    private static Optional<Product> first(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(product(rows)) : Optional.empty();
        }
    }

    private static Product product(ResultSet row) throws SQLException {
        return new Product(row.getInt(1), row.getString(2), row.getString(3), row.getLong(4));
    }
}
