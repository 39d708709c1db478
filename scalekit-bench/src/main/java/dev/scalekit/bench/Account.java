package dev.scalekit.bench;

import dev.scalekit.testkit.postgres.PgCluster;
import dev.scalekit.testkit.postgres.PgServer;

/** A table with one row, which every server of a cluster has. Not instantiable. */
final class Account {
    /** Asks for an amount, by the number of the account. */
    static final String READ = "SELECT amount FROM account WHERE id = ?";

    private Account() {}

    /** Makes the table with account 1, and waits until all standbys have it. */
    static void open(PgCluster cluster, int amount) {
        PgServer primary = cluster.primary();
        primary.execute(
                "CREATE TABLE account (id INT PRIMARY KEY, amount INT NOT NULL)",
                "INSERT INTO account VALUES (1, " + amount + ")");
        cluster.standbys().forEach(standby -> standby.awaitReplayOf(primary));
    }
}
