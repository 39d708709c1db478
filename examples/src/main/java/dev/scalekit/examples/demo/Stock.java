package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.Customer;
import dev.scalekit.examples.shop.Product;
import dev.scalekit.examples.shop.ShopSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Fills the shop's empty database with the products and customers of FoodMart. */
final class Stock {
    private Stock() {}

    /** Returns the numbers of all products. */
    static List<Integer> products(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select id from product order by id");
                ResultSet rows = select.executeQuery()) {
            List<Integer> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
            return ids;
        }
    }

    /** Creates the tables and fills them, in one transaction. */
    static void load(FoodMart foodMart, DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            ShopSchema.create(connection);
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into product (id, name, brand, price_cents) values (?, ?, ?, ?)")) {
                for (Product product : foodMart.products()) {
                    insert.setInt(1, product.id());
                    insert.setString(2, product.name());
                    insert.setString(3, product.brand());
                    insert.setLong(4, product.priceCents());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into customer (id, name, city, country) values (?, ?, ?, ?)")) {
                for (Customer customer : foodMart.customers()) {
                    insert.setInt(1, customer.id());
                    insert.setString(2, customer.name());
                    insert.setString(3, customer.city());
                    insert.setString(4, customer.country());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }
}
