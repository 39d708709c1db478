package dev.scalekit.cache;

import org.jspecify.annotations.Nullable;

/**
 * One key that a loader is asked for; it is answered once. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Ask<K, V> {
    final Lookup<K, V> lookup;
    final LoadContext<V> context;
    final @Nullable Entry<V> previous;
    final Load<K, V> load;

    private final Answers<K, V> answers;

    /** Where answers go. Thread-safe. */
    interface Answers<K, V> {
        void found(Ask<K, V> ask, @Nullable V value);

        void failed(Ask<K, V> ask, Throwable failure);

        void abandoned(Ask<K, V> ask, Throwable reason);

        void refused(Ask<K, V> ask, Throwable reason);
    }

    Ask(
            Lookup<K, V> lookup,
            LoadContext<V> context,
            @Nullable Entry<V> previous,
            Load<K, V> load,
            Answers<K, V> answers) {
        this.lookup = lookup;
        this.context = context;
        this.previous = previous;
        this.load = load;
        this.answers = answers;
    }

    K key() {
        return lookup.key;
    }

    boolean isAnswered() {
        return lookup.flight().isDone();
    }

    /** @param value null if there is none */
    void found(@Nullable V value) {
        answers.found(this, value);
    }

    void failed(Throwable failure) {
        answers.failed(this, failure);
    }

    /** No thread would load it. */
    void refused(Throwable reason) {
        answers.refused(this, reason);
    }

    /** It failed for a reason that is only the caller's whose thread this is. */
    void abandoned(Throwable reason) {
        answers.abandoned(this, reason);
    }
}
