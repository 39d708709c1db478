package dev.scalekit.bench;

import java.io.IOException;

/**
 * One thing that waits, done again and again by one thread: an append, a statement, a request.
 *
 * <p>Created, run and closed by {@link LoadDriver}, each on the thread that it belongs to; operations of other threads
 * run at the same time. {@link #run} may block. An exception ends the whole run: a benchmark that fails measures
 * nothing. Not thread-safe.
 */
@FunctionalInterface
interface Operation extends AutoCloseable {
    /** Does it once, with its full guarantee: returns when it is done, not when it is begun. */
    void run() throws Exception;

    /**
     * Checks that the work was done and releases what the operation holds.
     *
     * @throws IOException if releasing fails
     * @throws IllegalStateException if the work was not done
     */
    @Override
    default void close() throws IOException {}
}
