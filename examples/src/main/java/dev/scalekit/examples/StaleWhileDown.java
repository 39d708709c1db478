package dev.scalekit.examples;

import dev.scalekit.cache.LoadFailedException;
import dev.scalekit.cache.ReadThroughCache;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database goes down and comes back: what was known is served meanwhile, and the database is not asked by everybody. */
public final class StaleWhileDown {
    private StaleWhileDown() {}

    public static void main(String[] arguments) throws Exception {
        try (PgCluster postgres = PgCluster.builder().start()) {
            DataSource db = postgres.primary().dataSource();
            try (ReadThroughCache<Integer, String> names = ReadThroughCache.<Integer, String>builder(
                            "names", id -> name(db, id))
                    .expireAfter(Duration.ofMinutes(5))
                    .staleIfError(Duration.ofHours(2))
                    // Twice as long after each failure; all callers together ask that often, not each of them.
                    .retryAfter(Duration.ofSeconds(2), Duration.ofSeconds(30))
                    // And for a database that hangs: who has something old does not wait for longer.
                    .softTimeout(Duration.ofSeconds(1))
                    .hardTimeout(Duration.ofSeconds(10))
                    .build()) {
                stock(db);
                System.out.println("up: " + names.get(1));

                postgres.primary().kill();
                System.out.println("down, within its five minutes: " + names.get(1));
                names.expire(1); // as if they were over
                for (int i = 0; i < 1_000; i++) {
                    names.get(1);
                }
                System.out.println("down, after them: " + names.get(1) + ", attempts: "
                        + names.explain(1).failures() + ", it is "
                        + names.explain(1).state());
                System.out.println("never asked for before: " + failureOf(names, 2));

                postgres.primary().start();
                rename(db);
                while (names.explain(1).failures() > 0) {
                    names.get(1); // The old name, until the next attempt is due.
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
                System.out.println("up again: " + names.get(1));
                System.out.println("stale answers counted: " + (names.stats().staleHits() > 1_000));
            }
        }
    }

    private static String failureOf(ReadThroughCache<Integer, String> names, int id) {
        try {
            return String.valueOf(names.get(id));
        } catch (LoadFailedException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static @Nullable String name(DataSource db, int id) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT name FROM product WHERE id = ?")) {
            select.setInt(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static void stock(DataSource db) throws SQLException {
        execute(db, "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT)");
        execute(db, "INSERT INTO product VALUES (1, 'tea'), (2, 'cups')");
    }

    private static void rename(DataSource db) throws SQLException {
        execute(db, "UPDATE product SET name = 'green tea' WHERE id = 1");
    }

    private static void execute(DataSource db, String sql) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
