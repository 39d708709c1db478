package dev.scalekit.cache;

/**
 * Surrounds a write to the database of what a cache has under one key, from before its transaction begins until it is over. What
 * is loaded meanwhile is returned and not stored, for it may be of before or of after; what the cache has stays, until {@link #commit}.
 *
 * <pre>{@code
 * try (WriteFence fence = users.write(id)) {
 *     transaction(() -> repository.rename(id, name));
 *     fence.commit();
 * }
 * }</pre>
 *
 * <p>If nobody knows whether the transaction was committed, call {@code commit} too: it only makes sure that the cache has nothing.
 * For one thread at a time.
 */
public final class WriteFence implements AutoCloseable {
    /** Ends the write in the cache; once. */
    private final End end;

    private boolean isOver;

    /** What is done when it is over. */
    @FunctionalInterface
    interface End {
        void end(boolean isChanged);
    }

    WriteFence(End end) {
        this.end = end;
    }

    /**
     * The transaction is committed: what the cache has is void, and what is loaded from now on is stored again.
     *
     * @throws IllegalStateException if it is over already
     */
    public void commit() {
        if (isOver) {
            throw new IllegalStateException("The write is over already");
        }
        end(true);
    }

    /** Ends it, if it was not committed as if there had been no write. */
    @Override
    public void close() {
        if (!isOver) {
            end(false);
        }
    }

    private void end(boolean isChanged) {
        isOver = true;
        end.end(isChanged);
    }

    @Override
    public String toString() {
        return "WriteFence[" + (isOver ? "over" : "open") + "]";
    }
}
