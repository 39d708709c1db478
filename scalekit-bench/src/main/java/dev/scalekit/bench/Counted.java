package dev.scalekit.bench;

import java.util.Map;

/**
 * A subject that counts what the clock does not show, such as round trips to a database: what was counted in a
 * measurement stands in the table beside the time. Thread-safe.
 */
@FunctionalInterface
interface Counted {
    /** Counts nothing. */
    Counted NOTHING = Map::of;

    /**
     * What has been counted so far, by the heading of the column that it is for. The difference of two readings is
     * divided by the operations between them.
     *
     * @throws Exception if it cannot be read
     */
    Map<String, Long> counts() throws Exception;
}
