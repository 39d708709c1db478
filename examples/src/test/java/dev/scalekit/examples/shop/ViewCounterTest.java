package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.queue.Delivery;
import dev.scalekit.queue.FileQueue;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.FaultDataSource;
import dev.scalekit.testkit.FaultPlan;
import dev.scalekit.testkit.JdbcFault;
import dev.scalekit.testkit.postgres.PgCluster;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Page views through a queue, into a real database. */
final class ViewCounterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private static PgCluster cluster;
    private static HikariDataSource pool;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().start();
        pool = new HikariDataSource();
        pool.setJdbcUrl(cluster.primary().jdbcUrl());
        pool.setConnectionTimeout(2_000);
        pool.setMaximumPoolSize(2);
    }

    @AfterAll
    static void close() {
        pool.close();
        cluster.close();
    }

    @BeforeEach
    void stock() throws SQLException {
        ShopTables.stock(cluster, pool);
    }

    @Test
    void views_are_counted_by_product_many_at_once() throws Exception {
        try (FileQueue<View> queue = open("web1")) {
            look(queue, 1, 2, 1);
            ViewCounter counter = new ViewCounter("web1", queue, pool);

            countAndAcknowledge(counter);

            assertThat(counts()).isEqualTo("1:2 2:1");
            assertThat(counter.statements()).isOne();
            assertThat(counter.gather(LOOK)).isEmpty();
        }
    }

    @Test
    void a_view_that_is_sent_again_is_one() throws Exception {
        try (FileQueue<View> queue = open("web1")) {
            QueuedViews views = new QueuedViews(queue);
            views.add(1, Optional.of("7"));
            views.add(1, Optional.of("7"));
            views.add(1, Optional.of("8"));

            countAndAcknowledge(new ViewCounter("web1", queue, pool));

            assertThat(counts()).isEqualTo("1:2");
        }
    }

    @Test
    void what_was_counted_and_not_acknowledged_comes_again_and_is_not_counted_again() throws Exception {
        try (FileQueue<View> queue = open("web1")) {
            look(queue, 1, 2);
            ViewCounter counter = new ViewCounter("web1", queue, pool);
            counter.count(counter.gather(PATIENCE));
        }
        try (FileQueue<View> queue = open("web1")) {
            look(queue, 2);
            ViewCounter counter = new ViewCounter("web1", queue, pool);

            assertThat(countAndAcknowledge(counter)).isEqualTo(3);

            assertThat(counts()).isEqualTo("1:1 2:2");
        }
    }

    /** The mistake that the test before is meant to find. */
    @Test
    void what_comes_again_is_counted_twice_where_nobody_has_written_it_down() throws Exception {
        try (FileQueue<View> queue = open("web1")) {
            look(queue, 1);
            ViewCounter counter = new ViewCounter("web1", queue, pool);
            counter.count(counter.gather(PATIENCE));
        }
        cluster.primary().execute("delete from counted_view");
        try (FileQueue<View> queue = open("web1")) {
            countAndAcknowledge(new ViewCounter("web1", queue, pool));

            assertThat(counts()).isEqualTo("1:2");
        }
    }

    @Test
    void a_statement_that_is_repeated_because_its_answer_got_lost_counts_once() throws Exception {
        try (FileQueue<View> queue = open("web1")) {
            look(queue, 1);
            ViewCounter counter = new ViewCounter("web1", queue, pool);
            List<Delivery<View>> views = counter.gather(PATIENCE);

            counter.count(views);
            counter.count(views);

            assertThat(counts()).isEqualTo("1:1");
        }
    }

    @Test
    void what_is_a_day_old_is_forgotten_and_nothing_else() throws Exception {
        cluster.primary()
                .execute("insert into counted_view values (1, current_timestamp - interval '25 hours'),"
                        + " (2, current_timestamp - interval '23 hours')");
        try (FileQueue<View> queue = open("web1")) {
            new QueuedViews(queue).add(1, Optional.of("3"));

            countAndAcknowledge(new ViewCounter("web1", queue, pool));

            assertThat(cluster.primary()
                            .query("select string_agg(number::text, ' ' order by number) from counted_view"))
                    .isEqualTo("2 3");
        }
    }

    @Test
    void a_view_that_was_sent_to_two_web_servers_is_counted_once() throws Exception {
        for (String name : List.of("web1", "web2")) {
            try (FileQueue<View> queue = open(name)) {
                new QueuedViews(queue).add(1, Optional.of("7"));
                countAndAcknowledge(new ViewCounter(name, queue, pool));
            }
        }
        new CountedViews(pool).add(1, Optional.of("7"));

        assertThat(counts()).isEqualTo("1:1");
    }

    @Test
    void views_that_no_browser_has_numbered_are_told_apart() throws Exception {
        for (String name : List.of("web1", "web2")) {
            try (FileQueue<View> queue = open(name)) {
                look(queue, 1, 1);
                countAndAcknowledge(new ViewCounter(name, queue, pool));
            }
        }

        assertThat(counts()).isEqualTo("1:4");
    }

    @Test
    void a_product_that_is_gone_does_not_hold_up_the_others() throws Exception {
        try (FileQueue<View> queue = open("web1")) {
            look(queue, 99, 1);

            countAndAcknowledge(new ViewCounter("web1", queue, pool));

            assertThat(counts()).isEqualTo("1:1");
        }
    }

    @Test
    void a_database_that_fails_at_any_round_trip_before_or_after_it_is_asked_again_until_all_is_counted_once()
            throws Exception {
        int calls = countWithAFaultAt(0, JdbcFault.throwBefore("08006"));
        for (int call = 1; call <= calls; call++) {
            for (JdbcFault fault : List.of(JdbcFault.throwBefore("08006"), JdbcFault.throwAfter("08006"))) {
                countWithAFaultAt(call, fault);
            }
        }

        assertThat(calls).isPositive();
    }

    /** Returns how many round trips there were; at 0 there is no fault. */
    private int countWithAFaultAt(int call, JdbcFault fault) throws Exception {
        cluster.primary().execute("truncate page_view");
        FaultPlan plan = FaultPlan.roundTrips();
        if (call > 0) {
            plan.at(call, fault);
        }
        try (FileQueue<View> queue = open("web1");
                FaultDataSource database = new FaultDataSource(pool, plan)) {
            Thread worker = new Thread(new ViewCounter("web1", queue, database), "view-counter-test");
            worker.start();
            look(queue, 1, 2, 1);
            Await.until(
                    "the views to be counted with " + fault + " at " + call,
                    PATIENCE,
                    () -> counts().equals("1:2 2:1") && queue.browse(1).isEmpty());
            worker.interrupt();
            worker.join();

            assertThat(counts()).isEqualTo("1:2 2:1");
            assertThat(plan.hasStruck()).isEqualTo(call > 0);
        }
        return plan.count();
    }

    private FileQueue<View> open(String name) {
        return QueuedViews.open(folder.resolve(name));
    }

    private static void look(FileQueue<View> queue, int... products) throws InterruptedException {
        for (int product : products) {
            new QueuedViews(queue).add(product, Optional.empty());
        }
    }

    private static int countAndAcknowledge(ViewCounter counter) throws Exception {
        List<Delivery<View>> views = counter.gather(PATIENCE);
        counter.count(views);
        counter.acknowledge(views);
        return views.size();
    }

    private static String counts() {
        return cluster.primary()
                .query("select string_agg(product_id || ':' || views, ' ' order by product_id) from page_view");
    }
}
