package dev.scalekit.examples.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** An order is there whole or not at all: each has a line, and each product's count of sold units is what was ordered. */
final class OrdersHalfDone implements Promise {
    private final DataSource database;

    OrdersHalfDone(DataSource database) {
        this.database = database;
    }

    @Override
    public String id() {
        return "orders-half-done";
    }

    @Override
    public String title() {
        return "Orders half done";
    }

    @Override
    public String unit() {
        return "orders and products";
    }

    @Override
    public String how() {
        return "orders without a line, and products whose count of sold units is not the sum of what was ordered, counted by"
                + " one statement in the database";
    }

    @Override
    public Verdict check() throws SQLException {
        try (Connection connection = database.getConnection();
                // One statement sees one moment, so an order that is written meanwhile is wholly in it or not at all.
                PreparedStatement select = connection.prepareStatement("""
                        with ordered as (select product_id, sum(units) as units from order_line group by product_id)
                        select (select count(*) from orders) + (select count(*) from product),
                               (select count(*) from orders o
                                    where not exists (select 1 from order_line l where l.order_id = o.id)),
                               (select count(*) from product p left join ordered on ordered.product_id = p.id
                                    where p.sold <> coalesce(ordered.units, 0))
                        """);
                ResultSet rows = select.executeQuery()) {
            rows.next();
            long empty = rows.getLong(2);
            long miscounted = rows.getLong(3);
            String detail = empty + miscounted == 0
                    ? ""
                    : empty + " orders without a line, " + miscounted + " products with a wrong count";
            return new Verdict(rows.getLong(1), empty + miscounted, detail);
        }
    }
}
