package dev.scalekit.examples.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** No order is there twice, or was sent by nobody. */
final class OrdersDoubled implements Promise {
    private final Ledger ledger;
    private final DataSource database;

    OrdersDoubled(Ledger ledger, DataSource database) {
        this.ledger = ledger;
        this.database = database;
    }

    @Override
    public String id() {
        return "orders-doubled";
    }

    @Override
    public String title() {
        return "Orders doubled or invented";
    }

    @Override
    public String unit() {
        return "orders in the database";
    }

    @Override
    public String how() {
        return "the orders and their lines are counted in the database, by a connection of its own, and compared with what"
                + " the customers sent";
    }

    @Override
    public Verdict check() throws SQLException {
        List<Long> wrong = new ArrayList<>();
        long checked = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("select o.reference, count(distinct o.id),"
                        + " count(l.order_id) from orders o left join order_line l on l.order_id = o.id"
                        + " group by o.reference");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                checked++;
                boolean once = rows.getLong(2) == 1 && rows.getLong(3) <= 1;
                if (!once || ledger.sent(rows.getLong(1)).isEmpty()) {
                    wrong.add(rows.getLong(1));
                }
            }
        }
        return new Verdict(checked, wrong.size(), Verdict.first("doubled or invented", wrong));
    }
}
