package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.FoodMart.Sale;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** What the shop has confirmed is there, with the right customer, product and number of units. */
final class OrdersLost implements Promise {
    private final Ledger ledger;
    private final DataSource database;

    OrdersLost(Ledger ledger, DataSource database) {
        this.ledger = ledger;
        this.database = database;
    }

    @Override
    public String id() {
        return "orders-lost";
    }

    @Override
    public String title() {
        return "Acknowledged orders lost";
    }

    @Override
    public String unit() {
        return "acknowledged orders";
    }

    @Override
    public String how() {
        return "each order that a customer got a receipt for is looked up in the database, by a connection of its own";
    }

    @Override
    public Verdict check() throws SQLException {
        // First what is acknowledged, then what is there: an order may be acknowledged while we read.
        List<Long> acknowledged = ledger.acknowledged();
        Set<Long> there = asOrdered();
        List<Long> lost =
                acknowledged.stream().filter(order -> !there.contains(order)).toList();
        return new Verdict(acknowledged.size(), lost.size(), Verdict.first("lost", lost));
    }

    /** Returns the references of all orders whose content is what was sent. */
    private Set<Long> asOrdered() throws SQLException {
        Set<Long> there = new HashSet<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select o.reference, o.customer_id,"
                        + " min(l.product_id), sum(l.units), count(distinct l.product_id)"
                        + " from orders o join order_line l on l.order_id = o.id"
                        + " group by o.reference, o.customer_id");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                long reference = rows.getLong(1);
                Sale found = new Sale(0, rows.getInt(2), rows.getInt(3), rows.getInt(4));
                boolean oneProduct = rows.getInt(5) == 1;
                if (oneProduct
                        && ledger.sent(reference).filter(found::sameOrder).isPresent()) {
                    there.add(reference);
                }
            }
        }
        return there;
    }
}
