package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.scalekit.cache.CacheException;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products through caches of two web servers, on a real database. */
final class CachedProductsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static PgCluster cluster;
    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        cluster = PgCluster.builder().start();
        pool = new HikariDataSource();
        pool.setJdbcUrl(cluster.primary().jdbcUrl());
        pool.setConnectionTimeout(2_000);
        pool.setMaximumPoolSize(4);
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
    void a_price_is_shown_at_once_where_it_was_changed_and_later_elsewhere() throws SQLException {
        try (CachedProducts one = new CachedProducts(new Catalogue(pool));
                CachedProducts other = new CachedProducts(new Catalogue(pool))) {
            long before = price(one);
            other.product(1);

            Optional<Product> changed = one.changePrice(1, 300);

            assertThat(before).isEqualTo(285);
            assertThat(changed).isEqualTo(one.product(1));
            assertThat(price(one)).isEqualTo(300);
            Await.until("the other one to show it", CachedProducts.BOUND, () -> price(other) == 300);
        }
    }

    @Test
    void what_is_not_there_has_no_price() throws SQLException {
        try (CachedProducts products = new CachedProducts(new Catalogue(pool))) {
            assertThat(products.product(99)).isEmpty();
            assertThat(products.changePrice(99, 1)).isEmpty();
        }
    }

    @Test
    void all_products_come_with_one_query() {
        try (CachedProducts products = new CachedProducts(new Catalogue(pool))) {
            for (int i = 0; i < 1_000; i++) {
                products.product(1 + i % 2);
            }

            CacheState state = products.state();
            assertThat(state.reads()).isEqualTo(1_000);
            // One and a second, or some more on a machine that is very busy.
            assertThat(state.queries()).isBetween(1L, 100L);
        }
    }

    @Test
    void what_was_known_is_shown_for_a_while_without_a_database_and_not_for_ever() {
        try (CachedProducts products = new CachedProducts(new Catalogue(pool))) {
            products.product(1);

            cluster.primary().kill();
            long shown = price(products);
            Await.until("the product to be too old", LONG, () -> !isShown(products));
            CacheState state = products.state();
            cluster.primary().start();

            assertThat(shown).isEqualTo(285);
            assertThat(state.stale()).isPositive();
            assertThat(state.latestMillis()).isPositive().isLessThan(CachedProducts.BOUND.toMillis());
            assertThat(products.state().latestMillis()).isZero();
            Await.until("the product to be shown again", LONG, () -> isShown(products));
        }
    }

    private static long price(CachedProducts products) {
        return products.product(1).orElseThrow().priceCents();
    }

    private static boolean isShown(CachedProducts products) {
        try {
            return products.product(1).isPresent();
        } catch (CacheException e) {
            return false;
        }
    }
}
