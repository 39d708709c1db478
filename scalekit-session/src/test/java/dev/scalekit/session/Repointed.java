package dev.scalekit.session;

import dev.scalekit.testkit.postgres.PgServer;
import javax.sql.DataSource;

/** New connections lead to whichever server is the primary now. Thread-safe. */
final class Repointed extends ForwardingDataSource {
    private volatile PgServer primary;

    Repointed(PgServer primary) {
        this.primary = primary;
    }

    void to(PgServer next) {
        primary = next;
    }

    @Override
    DataSource target() {
        return primary.dataSource();
    }
}
