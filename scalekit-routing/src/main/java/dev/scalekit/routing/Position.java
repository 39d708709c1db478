package dev.scalekit.routing;

/**
 * How far a database has got: a place in its history of changes. Positions are partly ordered, since after a failover
 * there may be two histories. Immutable.
 *
 * <p>Whoever writes one: everything is compared some hundred times a second, with a lock that all nodes wait for. So the methods
 * compute and nothing else: quickly, without I/O, locks or other effects. What a method throws counts as an answer that the
 * node has not given; in the middle of a comparison it counts as not covered.
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

    /**
     * Returns the epoch that it is of: it grows with each promotion; 0 if the database does not tell. Then nobody knows which of
     * two primaries was promoted last, also if one covers the other: a router sends no write to either until one says that it is
     * none any more, or is removed.
     */
    long epoch();

    /** Returns a text of letters, digits, {@code .}, {@code -} and {@code _}, which the {@link ReplicationDialect} parses. */
    String encode();
}
