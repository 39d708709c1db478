package dev.scalekit.cache;

/**
 * Surrounds a write to the database of what a cache has under one key or several, from before its transaction begins until it is over. What
 * is loaded meanwhile is returned and not stored, for it may be of before or after; what the cache has stays until then.
 *
 * <pre>{@code
 * try (WriteFence fence = users.write(id)) {
 *     transaction(() -> repository.rename(id, name));
 *     fence.commit();
 * }
 * }</pre>
 *
 * <p>Closed without either word, as when the transaction has thrown something, it does what {@link #commit} does: nobody may know whether
 * it was committed, and to load once more costs little. For one thread at a time.
 */
public final class WriteFence implements AutoCloseable {
    private final String cache;

    /** The key, or all of them. */
    private final Object keys;

    /** Ends the write in the cache; once. */
    private final End end;

    private boolean isOver;

    /** What is done when it is over. */
    @FunctionalInterface
    interface End {
        void end(boolean isChanged);
    }

    WriteFence(String cache, Object keys, End end) {
        this.cache = cache;
        this.keys = keys;
        this.end = end;
    }

    /**
     * The transaction is committed: what the cache has is void, and what is loaded from now on is stored again.
     *
     * @throws IllegalStateException if it is over already
     */
    public void commit() {
        requireOpen();
        end(true);
    }

    /**
     * The transaction is rolled back: what the cache has stays.
     *
     * @throws IllegalStateException if it is over already
     */
    public void rollback() {
        requireOpen();
        end(false);
    }

    private void requireOpen() {
        if (isOver) {
            throw new IllegalStateException("The write of " + keys + " in cache " + cache + " is over already");
        }
    }

    /** Ends it, if it is not over, as {@link #commit}. */
    @Override
    public void close() {
        if (!isOver) {
            end(true);
        }
    }

    private void end(boolean isChanged) {
        isOver = true;
        end.end(isChanged);
    }

    @Override
    public String toString() {
        return "WriteFence[" + keys + " in cache " + cache + (isOver ? ", over]" : ", open]");
    }
}
