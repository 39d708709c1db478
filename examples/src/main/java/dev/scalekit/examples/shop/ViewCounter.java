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
 * <p>A message may come again: after a crash, or when its answer got lost. A view may come twice: a browser's request that
 * got no answer is sent again, and meets another web server with a queue of its own. So the statement that counts also
 * writes down the numbers of the views that it has counted, and counts none that is written down. It forgets those that
 * are a day old: longer than any web server is down before what it has left is counted.
 */
final class ViewCounter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewCounter.class);
    private static final int MOST_TOGETHER = 500;
    /** How long views are gathered: what is counted may be so old. */
    private static final long GATHERING_NANOS = Duration.ofMillis(200).toNanos();

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Longer than a statement takes until it fails. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    /*
     * The workers of several web servers count at once, so each takes its locks in the same order: numbers, then products.
     * What one of them forgets, the others pass over.
     */
    private static final String COUNT = """
            with forgotten as (
                delete from counted_view where number in (
                    select number from counted_view
                        where counted_at < current_timestamp - interval '1 day'
                        order by counted_at limit 1000
                        for update skip locked)
            ), viewed as (
                select distinct on (number) number, product
                    from unnest(?::bigint[], ?::integer[]) as sent (number, product)
            ), fresh as (
                insert into counted_view (number)
                    select number from viewed order by number
                    on conflict do nothing
                    returning number
            )
            insert into page_view (product_id, views)
                select product.id, count(*)
                    from fresh
                    join viewed on viewed.number = fresh.number
                    join product on product.id = viewed.product
                    group by product.id
                    order by product.id
                on conflict (product_id) do update set views = page_view.views + excluded.views
            """;

    private final String name;
    private final Receiver<View> queue;
    private final DataSource database;
    private final AtomicLong statements = new AtomicLong();

    /**
     * Creates a worker that does nothing yet.
     *
     * @param name of the queue, for messages
     */
    ViewCounter(String name, Receiver<View> queue, DataSource database) {
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
                List<Delivery<View>> views = gather(PATIENCE);
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
    List<Delivery<View>> gather(Duration patience) throws InterruptedException {
        List<Delivery<View>> views = new ArrayList<>();
        Optional<Delivery<View>> next = queue.receive(patience);
        long start = System.nanoTime();
        while (next.isPresent()) {
            views.add(next.get());
            long left = start + GATHERING_NANOS - System.nanoTime();
            next = left > 0 && views.size() < MOST_TOGETHER ? queue.receive(Duration.ofNanos(left)) : Optional.empty();
        }
        return views;
    }

    /** Counts, however long the database is away. */
    private void countInTheEnd(List<Delivery<View>> views) throws InterruptedException {
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

    private static boolean isStillOurs(Delivery<View> view) {
        try {
            view.extend(LEASE);
            return true;
        } catch (LeaseExpiredException e) {
            // It comes again.
            return false;
        }
    }

    /** Counts views, but for those that were counted before. */
    void count(List<Delivery<View>> views) throws SQLException {
        Object[] numbers = views.stream().map(view -> view.body().number()).toArray();
        Object[] products = views.stream().map(view -> view.body().product()).toArray();
        try (Connection connection = database.getConnection();
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setArray(1, connection.createArrayOf("bigint", numbers));
            count.setArray(2, connection.createArrayOf("integer", products));
            count.executeUpdate();
        }
        statements.incrementAndGet();
    }

    /** Acknowledges what was counted, many with one write to the disk. What cannot be acknowledged comes again. */
    void acknowledge(List<Delivery<View>> views) {
        List<CompletableFuture<Void>> durable =
                views.stream().map(Delivery::ackAsync).toList();
        durable.forEach(message -> message.handle((done, failure) -> failure == null || failed(failure))
                .join());
    }

    private boolean failed(Throwable failure) {
        LOG.debug("{}: a page view was counted and not acknowledged", name, failure);
        return false;
    }
}
