package dev.scalekit.examples.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * How often the database says that each product was looked at, at one moment. Immutable.
 *
 * @param views by product, in order
 */
record CountedPages(Map<Integer, Long> views) {

    static CountedPages in(DataSource database) throws SQLException {
        Map<Integer, Long> views = new TreeMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select product_id, views from page_view");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                views.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return new CountedPages(views);
    }

    /** Returns by how much the first is more than the second, for each product of which it is. */
    static Map<Integer, Long> surplus(Map<Integer, Long> first, Map<Integer, Long> second) {
        Map<Integer, Long> surplus = new TreeMap<>();
        first.forEach((product, views) -> {
            long more = views - second.getOrDefault(product, 0L);
            if (more > 0) {
                surplus.put(product, more);
            }
        });
        return surplus;
    }

    static long total(Map<Integer, Long> views) {
        return views.values().stream().mapToLong(Long::longValue).sum();
    }
}
