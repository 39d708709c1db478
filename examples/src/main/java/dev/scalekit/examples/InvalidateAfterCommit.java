package dev.scalekit.examples;

import dev.scalekit.cache.ReadThroughCache;
import dev.scalekit.cache.WriteFence;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A price is changed, and nobody brings the old one back into the cache: with a fence around the transaction, and without. */
public final class InvalidateAfterCommit {
    private static final int TEA = 1;

    private InvalidateAfterCommit() {}

    public static void main(String[] arguments) throws Exception {
        try (PgCluster postgres = PgCluster.builder().start()) {
            DataSource db = postgres.primary().dataSource();
            try (ReadThroughCache<Integer, Long> prices = ReadThroughCache.<Integer, Long>builder(
                            "prices", id -> price(db, id))
                    .expireAfter(Duration.ofMinutes(5))
                    .build()) {
                stock(db);

                System.out.println("before: " + prices.get(TEA));
                changeTooEarly(db, prices, 300);
                System.out.println("invalidated within the transaction: " + prices.get(TEA) + " for five minutes, and "
                        + price(db, TEA) + " in the database");

                change(db, prices, 320);
                System.out.println("with a fence: " + prices.get(TEA));

                changeAndRollBack(db, prices, 999);
                System.out.println("rolled back: " + prices.get(TEA));
            }
        }
    }

    /** As it is often done, and wrong: somebody who asks before the commit puts the old price back, and it stays. */
    private static void changeTooEarly(DataSource db, ReadThroughCache<Integer, Long> prices, long cents)
            throws SQLException {
        try (Connection transaction = begin(db)) {
            update(transaction, cents);
            prices.invalidate(TEA);
            System.out.println("  a reader meanwhile: " + prices.get(TEA));
            transaction.commit();
        }
    }

    /** What is read meanwhile is returned and not stored; from the commit of the fence on the cache loads anew. */
    private static void change(DataSource db, ReadThroughCache<Integer, Long> prices, long cents) throws SQLException {
        try (WriteFence fence = prices.write(TEA);
                Connection transaction = begin(db)) {
            update(transaction, cents);
            prices.invalidate(TEA); // Too early again, and it does no harm.
            System.out.println("  a reader meanwhile: " + prices.get(TEA));
            transaction.commit();
            fence.commit();
        }
    }

    /** Who says so has in the cache what was there before; if nobody has said anything, as after an exception, it loads anew. */
    private static void changeAndRollBack(DataSource db, ReadThroughCache<Integer, Long> prices, long cents)
            throws SQLException {
        try (WriteFence fence = prices.write(TEA);
                Connection transaction = begin(db)) {
            update(transaction, cents);
            transaction.rollback();
            fence.rollback();
        }
    }

    private static Connection begin(DataSource db) throws SQLException {
        Connection connection = db.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void update(Connection transaction, long cents) throws SQLException {
        try (PreparedStatement update =
                transaction.prepareStatement("UPDATE product SET price_cents = ? WHERE id = ?")) {
            update.setLong(1, cents);
            update.setInt(2, TEA);
            update.executeUpdate();
        }
    }

    private static @Nullable Long price(DataSource db, int id) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT price_cents FROM product WHERE id = ?")) {
            select.setInt(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private static void stock(DataSource db) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, price_cents BIGINT)");
            statement.execute("INSERT INTO product VALUES (1, 285)");
        }
    }
}
