package dev.scalekit.examples.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Counts each page view in the database while the customer waits, as one begins. A view that is sent again, be it to another
 * web server, is counted once. Thread-safe.
 */
final class CountedViews implements PageViews {
    private static final String COUNT = """
            with fresh as (
                insert into counted_view (number) values (?) on conflict do nothing returning number
            )
            insert into page_view (product_id, views)
                select ?, 1 from fresh
                on conflict (product_id) do update set views = page_view.views + 1
            """;

    private final DataSource database;

    CountedViews(DataSource database) {
        this.database = database;
    }

    @Override
    public void add(int product, Optional<String> number) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setLong(1, View.of(product, number).number());
            count.setInt(2, product);
            count.executeUpdate();
        }
    }
}
