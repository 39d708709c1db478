package dev.scalekit.examples;

import dev.scalekit.cache.ReadThroughCache;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A hundred callers want a product that the cache does not have, and the database is asked once. */
public final class ReadThrough {
    private static final int CALLERS = 100;

    private ReadThrough() {}

    record Product(int id, String name, long priceCents) {}

    public static void main(String[] arguments) throws Exception {
        AtomicInteger queries = new AtomicInteger();
        try (PgCluster postgres = PgCluster.builder().start();
                ReadThroughCache<Integer, Product> products = ReadThroughCache.<Integer, Product>bulkBuilder(
                                "products", ids -> {
                                    queries.incrementAndGet();
                                    return find(postgres.primary().dataSource(), ids);
                                })
                        .maximumSize(10_000)
                        .expireAfter(Duration.ofMinutes(5))
                        .jitter(0.1) // what was loaded together does not expire together
                        .missingFor(Duration.ofSeconds(30)) // that there is nothing is worth remembering, too
                        .build()) {
            stock(postgres.primary().dataSource());

            System.out.println(CALLERS + " callers: " + askedAtOnce(products) + ", queries: " + queries.get());

            products.get(99);
            System.out.println("no such product: " + products.get(99) + ", queries: " + queries.get());

            // What the cache does not have comes with one query.
            List<Product> basket =
                    List.copyOf(products.getAll(List.of(1, 2, 3, 4, 99)).values());
            System.out.println("a basket of " + basket.size() + ", queries: " + queries.get());

            System.out.println("loaded: " + products.stats().loads());
        }
    }

    /** Returns what all of them got. */
    private static Product askedAtOnce(ReadThroughCache<Integer, Product> products) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<Product>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answers.add(callers.submit(() -> {
                    start.await();
                    return products.get(1);
                }));
            }
            start.countDown();
            Product first = answers.get(0).get();
            for (Future<Product> answer : answers) {
                if (!answer.get().equals(first)) {
                    throw new IllegalStateException("They got different products: " + answer.get());
                }
            }
            return first;
        } finally {
            callers.shutdown();
        }
    }

    private static Map<Integer, Product> find(DataSource db, Set<Integer> ids) throws SQLException {
        try (Connection connection = db.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT id, name, price_cents FROM product WHERE id = ANY (?)")) {
            Array wanted = connection.createArrayOf("integer", ids.toArray());
            select.setArray(1, wanted);
            Map<Integer, Product> found = new HashMap<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getInt(1), new Product(rows.getInt(1), rows.getString(2), rows.getLong(3)));
                }
            }
            return found;
        }
    }

    private static void stock(DataSource db) throws SQLException {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT, price_cents BIGINT)");
            statement.execute("INSERT INTO product VALUES (1, 'tea', 285), (2, 'cups', 990), (3, 'honey', 450)");
        }
    }
}
