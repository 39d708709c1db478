package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * Threads that insert numbers, each number once, and remember what became of it: acknowledged, failed, or not known. The table takes
 * a number twice, so that one that was written twice is seen.
 */
final class Writers {
    static final String TABLE = "CREATE TABLE item (id BIGINT NOT NULL)";

    private final DataSource db;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Long> failed = ConcurrentHashMap.newKeySet();
    private final Set<Long> unknown = ConcurrentHashMap.newKeySet();
    /** What is in no row of the table of failures. */
    private final ConcurrentLinkedQueue<Throwable> unexpected = new ConcurrentLinkedQueue<>();

    private final AtomicLong lastNanos = new AtomicLong();
    private volatile boolean stopped;

    Writers(DataSource db, int count) {
        this.db = db;
        for (int i = 0; i < count; i++) {
            boolean isTransaction = i % 2 == 0;
            Thread thread = new Thread(() -> write(isTransaction), "writer-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void write(boolean isTransaction) {
        while (!stopped) {
            long id = next.incrementAndGet();
            try (Connection connection = db.getConnection()) {
                connection.setAutoCommit(!isTransaction);
                insert(connection, id);
                if (isTransaction) {
                    connection.commit();
                }
                acknowledged.add(id);
                lastNanos.set(System.nanoTime());
            } catch (CommitOutcomeUnknownException e) {
                unknown.add(id);
            } catch (SQLException e) {
                failed.add(id);
                if (!Set.of("08001", "08004", "08006").contains(String.valueOf(e.getSQLState()))) {
                    unexpected.add(e);
                }
            } catch (RuntimeException | Error e) {
                unexpected.add(e);
            }
        }
    }

    private static void insert(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO item VALUES (?)")) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    /** Returns when the last one was acknowledged, by {@link System#nanoTime}. */
    long lastNanos() {
        return lastNanos.get();
    }

    int acknowledgedCount() {
        return acknowledged.size();
    }

    int unknownCount() {
        return unknown.size();
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** Compares with what a server has: nothing acknowledged is lost, nothing failed is there, nothing is there twice. */
    long violations(DataSource server) throws SQLException {
        assertThat(unexpected).isEmpty();
        Map<Long, Integer> there = new HashMap<>();
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM item")) {
            while (rows.next()) {
                there.merge(rows.getLong(1), 1, Integer::sum);
            }
        }
        long lost = acknowledged.stream().filter(id -> !there.containsKey(id)).count();
        long undead = failed.stream().filter(there::containsKey).count();
        long doubled = there.values().stream().filter(times -> times > 1).count();
        System.out.printf("%d lost, %d failed and there, %d doubled%n", lost, undead, doubled);
        return lost + undead + doubled;
    }

    @Override
    public String toString() {
        return acknowledged.size() + " acknowledged, " + failed.size() + " failed, " + unknown.size()
                + " unknown, unexpected: " + unexpected
                + threads.stream()
                        .map(thread -> ", " + thread.getName() + " " + thread.getState())
                        .toList();
    }
}
