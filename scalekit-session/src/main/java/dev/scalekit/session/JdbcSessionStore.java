package dev.scalekit.session;

import javax.sql.DataSource;

/**
 * Sessions in a database, where every server finds them: PostgreSQL or H2.
 *
 * <p>A request that changes nothing costs one statement, for its session and all attributes; each touch interval one more. A
 * save is one round trip on PostgreSQL. Give it a pool whose connections commit by themselves; with others each call needs
 * another round trip. It must not be a {@code DataSource} that takes part in the caller's transactions.
 *
 * <p>A token is stored as its SHA-256 only: who reads the tables can log in as nobody. Attributes are stored as the codec
 * encodes them, readable.
 *
 * <p>If isolation is set to repeatable read or serializable, what the database refuses for that is tried again a few times.
 *
 * <p>Thread-safe.
 */
public final class JdbcSessionStore extends StoredSessions {
    private final JdbcStorage storage;

    JdbcSessionStore(SessionOptions options, JdbcStorage storage) {
        super(options, storage);
        this.storage = storage;
    }

    /**
     * Begins to describe a store.
     *
     * @param dataSource stays the caller's and is never closed
     */
    public static JdbcSessionStoreBuilder builder(DataSource dataSource) {
        return new JdbcSessionStoreBuilder(dataSource);
    }

    /**
     * Makes the tables if they are missing: for a first try and for tests. In production copy the script of the jar, {@code
     * dev/scalekit/session/<database>/V1__scalekit_session.sql}, among the migrations of the application, under their next
     * version. Several servers may call it at once.
     *
     * <p>If it throws, calling it again is right.
     *
     * @return whether they were missing
     * @throws SchemaException if they are there in another version
     * @throws SaveOutcomeUnknownException if the database did not answer: they may be there or not, on H2 some of them
     */
    public boolean createSchemaIfMissing() {
        return storage.createSchemaIfMissing();
    }

    /**
     * Asks the database whether everything is as it must be, for a start that fails early. Otherwise the first call of any
     * other method finds out.
     *
     * @throws SchemaException if the tables are missing or of another version
     * @throws StoreUnavailableException if the database cannot be reached, or is read-only
     * @throws IllegalStateException if it is a database of a kind that this release does not know
     */
    public void checkSchema() {
        storage.checkSchema();
    }
}
