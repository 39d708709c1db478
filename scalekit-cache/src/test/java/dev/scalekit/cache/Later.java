package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Something that is known only after what needs it was made, as a cache is to its own loader; or that changes. Thread-safe. */
final class Later<T> {
    private volatile @Nullable T known;

    void set(T known) {
        this.known = known;
    }

    T get() {
        return requireNonNull(known);
    }
}
