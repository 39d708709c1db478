package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds a {@link JdbcSessionStore}. Not thread-safe. */
public final class JdbcSessionStoreBuilder extends SessionStoreBuilder<JdbcSessionStoreBuilder> {
    private final DataSource dataSource;
    private @Nullable String schema;
    private String table = Tables.DEFAULT;
    private Duration timeout = Duration.ofSeconds(5);

    JdbcSessionStoreBuilder(DataSource dataSource) {
        this.dataSource = requireNonNull(dataSource, "dataSource");
    }

    @Override
    JdbcSessionStoreBuilder self() {
        return this;
    }

    /** In which schema the tables are, by default the one that connections have: 1 to 63 letters, digits and underscores. */
    public JdbcSessionStoreBuilder schema(String schema) {
        Tables.of(requireNonNull(schema, "schema"), table);
        this.schema = schema;
        return this;
    }

    /**
     * What the names of the tables begin with: 1 to 48 letters, digits and underscores, {@code scalekit_session} by default.
     * They are quoted, so upper and lower case differ.
     */
    public JdbcSessionStoreBuilder table(String table) {
        Tables.of(schema, table);
        this.table = table;
        return this;
    }

    /**
     * How long an answer of the database is waited for: from 100 ms to 10 minutes, 5 seconds by default. A connection on which
     * none came is broken. For a connection is waited as long as the pool does; H2 inside the process has limits of its own.
     */
    public JdbcSessionStoreBuilder timeout(Duration timeout) {
        this.timeout = Bounds.requireBetween(timeout, "timeout", Duration.ofMillis(100), Duration.ofMinutes(10));
        return this;
    }

    /**
     * Builds the store, without a word to the database: that may be down while the application starts. {@link
     * JdbcSessionStore#checkSchema()} asks whether all is well. Whoever builds the store closes it, and the {@code DataSource}.
     */
    public JdbcSessionStore build() {
        // Created and expired sessions get their times from the database; until then this machine's clock is good
        // enough.
        SessionOptions options = options(InstantSource.system());
        JdbcSessionStore store =
                new JdbcSessionStore(options, new JdbcStorage(dataSource, Tables.of(schema, table), timeout));
        store.start();
        return store;
    }
}
