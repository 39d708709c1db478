package dev.scalekit.routing.balance;

/**
 * Something to do with an endpoint. Called by the thread that asks for it, once for each endpoint that is tried, under no
 * lock; it may block.
 *
 * @param <T> what an endpoint is
 * @param <R> what it returns; may be nullable
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Call<T, R, X extends Exception> {
    /** Does it with {@code target}. */
    R with(T target) throws X;
}
