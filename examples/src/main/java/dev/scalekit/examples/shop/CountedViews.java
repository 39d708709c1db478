package dev.scalekit.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Counts each page view in the database while the customer waits, as one begins. A view that is sent again is counted again.
 * Thread-safe.
 */
final class CountedViews implements PageViews {
    private final DataSource database;

    CountedViews(DataSource database) {
        this.database = database;
    }

    @Override
    public void add(int product, Optional<String> number) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement("insert into page_view (product_id, views)"
                        + " values (?, 1) on conflict (product_id) do update set views = page_view.views + 1")) {
            count.setInt(1, product);
            count.executeUpdate();
        }
    }
}
