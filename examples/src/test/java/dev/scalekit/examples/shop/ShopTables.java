package dev.scalekit.examples.shop;

import dev.scalekit.testkit.postgres.PgCluster;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The tables of the shop, as a test finds them: two products and two customers, and nothing else. Not instantiable. */
final class ShopTables {
    private ShopTables() {}

    static void stock(PgCluster cluster, DataSource pool) throws SQLException {
        cluster.primary().execute("drop schema public cascade", "create schema public");
        try (Connection connection = pool.getConnection()) {
            ShopSchema.create(connection);
        }
        cluster.primary()
                .execute(
                        "insert into customer values (7, 'Sheri Nowmer', 'Tlaxiaco', 'Mexico'), (9, 'Jo Wood', 'Sooke', 'Canada')",
                        "insert into product values (1, 'Berry Juice', 'Washington', 285), (2, 'Mango', 'Washington', 74)");
    }
}
