package dev.scalekit.examples.shop;

import dev.scalekit.queue.Delivery;
import dev.scalekit.queue.LeaseExpiredException;
import dev.scalekit.queue.QueueException;
import dev.scalekit.queue.Receiver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statistics worker: takes page views out of a queue and counts them by product, many in one statement. Runs until its
 * thread is interrupted. Used by one thread; the counters are thread-safe.
 *
 * <p>A message may come again: after a crash, or when its answer got lost. So the statement that counts also writes down which
 * messages it has counted, and counts none that is written down. A message whose acknowledgement is on disk never comes
 * again, and the next statement forgets it; what is left is at most a batch for each life of the process.
 */
final class ViewCounter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewCounter.class);
    private static final int MOST_TOGETHER = 500;
    /** How long views are gathered: what is counted may be so old. */
    private static final long GATHERING_NANOS = Duration.ofMillis(200).toNanos();

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Longer than a statement takes until it fails. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final String COUNT = """
            with forgotten as (
                delete from counted_view where queue = ? and message = any (?)
            ), fresh as (
                insert into counted_view (queue, message)
                    select ?, unnest(?::bigint[])
                    on conflict do nothing
                    returning message
            )
            insert into page_view (product_id, views)
                select product.id, count(*)
                    from unnest(?::bigint[], ?::integer[]) as viewed (message, product)
                    join fresh on fresh.message = viewed.message
                    join product on product.id = viewed.product
                    group by product.id
                    order by product.id
                on conflict (product_id) do update set views = page_view.views + excluded.views
            """;

    private final String name;
    private final Receiver<Integer> queue;
    private final DataSource database;
    private final AtomicLong statements = new AtomicLong();
    /** Messages that are written down as counted, and cannot come again. */
    private List<Long> acknowledged = List.of();

    /**
     * Creates a worker that does nothing yet.
     *
     * @param name of the queue, by which its messages are told from those of others
     */
    ViewCounter(String name, Receiver<Integer> queue, DataSource database) {
        this.name = name;
        this.queue = queue;
        this.database = database;
    }

    /** Returns how often it has counted what it had gathered. */
    long statements() {
        return statements.get();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Delivery<Integer>> views = gather(PATIENCE);
                if (!views.isEmpty()) {
                    countInTheEnd(views);
                    acknowledge(views);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (QueueException e) {
            LOG.error("{}: page views are counted no more until the server is started again", name, e);
        }
    }

    /** Waits for a view, and for those that come soon after it. */
    List<Delivery<Integer>> gather(Duration patience) throws InterruptedException {
        List<Delivery<Integer>> views = new ArrayList<>();
        Optional<Delivery<Integer>> next = queue.receive(patience);
        long start = System.nanoTime();
        while (next.isPresent()) {
            views.add(next.get());
            long left = start + GATHERING_NANOS - System.nanoTime();
            next = left > 0 && views.size() < MOST_TOGETHER ? queue.receive(Duration.ofNanos(left)) : Optional.empty();
        }
        return views;
    }

    /** Counts, however long the database is away. */
    private void countInTheEnd(List<Delivery<Integer>> views) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                count(views);
                return;
            } catch (SQLException e) {
                if (attempt == 1) {
                    LOG.warn("{}: {} page views could not be counted, it is tried again", name, views.size(), e);
                }
                LockSupport.parkNanos(PATIENCE.toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while the database did not answer");
                }
                views.removeIf(view -> !isStillOurs(view));
            }
        }
    }

    private static boolean isStillOurs(Delivery<Integer> view) {
        try {
            view.extend(LEASE);
            return true;
        } catch (LeaseExpiredException e) {
            // It comes again.
            return false;
        }
    }

    /** Counts views, but for those that were counted before, and forgets which ones cannot come again. */
    void count(List<Delivery<Integer>> views) throws SQLException {
        Long[] messages = views.stream().map(view -> view.id().value()).toArray(Long[]::new);
        Integer[] products = views.stream().map(Delivery::body).toArray(Integer[]::new);
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, name);
            count.setArray(2, connection.createArrayOf("bigint", acknowledged.toArray()));
            count.setString(3, name);
            count.setArray(4, connection.createArrayOf("bigint", messages));
            count.setArray(5, connection.createArrayOf("bigint", messages));
            count.setArray(6, connection.createArrayOf("integer", products));
            count.executeUpdate();
        }
        acknowledged = List.of();
        statements.incrementAndGet();
    }

    /** Acknowledges what was counted. What cannot be acknowledged comes again, and is not forgotten until then. */
    void acknowledge(List<Delivery<Integer>> views) {
        List<CompletableFuture<Long>> durable = views.stream()
                .map(view -> view.ackAsync().thenApply(done -> view.id().value()))
                .toList();
        List<Long> done = new ArrayList<>();
        for (CompletableFuture<Long> message : durable) {
            message.handle((id, failure) -> failure == null ? done.add(id) : failed(failure))
                    .join();
        }
        acknowledged = List.copyOf(done);
    }

    private boolean failed(Throwable failure) {
        LOG.debug("{}: a page view was counted and not acknowledged", name, failure);
        return false;
    }
}
