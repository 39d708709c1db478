package dev.scalekit.routing;

import com.zaxxer.hikari.HikariConfig;
import dev.scalekit.routing.hikari.HikariNodes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/** Another process over the same nodes: adds to a counter, and says of each time the token and what it is then. */
final class TokenWriter {
    private TokenWriter() {}

    /** Takes how many times, and the URL of each node. */
    public static void main(String[] arguments) throws Exception {
        HikariConfig template = new HikariConfig();
        template.setUsername("postgres");
        template.setMaximumPoolSize(1);
        template.setMinimumIdle(0);
        var pools = HikariNodes.builder().template(template);
        for (int i = 1; i < arguments.length; i++) {
            pools.node("node-" + i, arguments[i]);
        }
        try (HikariNodes nodes = pools.build();
                RoutingDataSource db = nodes.addTo(RoutingDataSource.builder())
                        .dialect(Dialects.postgres())
                        .build()) {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                System.out.println(db.atLeast(ReadToken.NONE, () -> increment(db) + " " + db.token()));
            }
        }
    }

    private static long increment(RoutingDataSource db) throws Exception {
        try (Connection connection = db.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("UPDATE counter SET value = value + 1 WHERE id = 1 RETURNING value")) {
            row.next();
            return row.getLong(1);
        }
    }
}
