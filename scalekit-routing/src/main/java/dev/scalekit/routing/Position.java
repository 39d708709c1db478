package dev.scalekit.routing;

/**
 * How far a database has got: a place in its history of changes. Positions are partly ordered, since after a failover
 * there may be two histories. Immutable.
 */
public interface Position {
    /**
     * Tells whether a database that is here has everything that a database has that is there. True of the same position;
     * false if it is not known.
     */
    boolean covers(Position other);

    /**
     * Returns the same position with what another one says of how the history went: the one that this database had before,
     * or one of the same epoch. Whoever calls knows that both are of one history.
     */
    Position withHistoryOf(Position other);

    /** Returns the epoch that it is of: it grows with each promotion, as far as the database tells; 0 if it does not. */
    long epoch();

    /** Returns a text of letters, digits, {@code .}, {@code -} and {@code _}, which the {@link ReplicationDialect} parses. */
    String encode();
}
