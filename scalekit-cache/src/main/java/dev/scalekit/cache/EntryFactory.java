package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of what was loaded; calls the user's code for their tags and sizes, so it may throw anything. Thread-safe.
 *
 * @param cache its name, for messages
 * @param overhead how much of the bound an entry takes beside what the sizer says
 */
record EntryFactory<K, V>(
        String cache,
        BiFunction<? super K, ? super V, ? extends Collection<String>> tags,
        Sizer<? super K, ? super V> sizer,
        int overhead,
        Freshness freshness) {

    /**
     * Returns what a loader has found; null if that is nothing and is not remembered. Its time begins with the load: what it has read may
     * be as old as that.
     */
    @Nullable
    Entry<V> entry(Ask<K, V> ask, @Nullable V value) {
        LoadContext<V> context = ask.context;
        Set<String> tagged = tags(ask.key(), value, isSame(ask, value) ? tagsOf(ask.previous) : context.tags());
        int weight = weight(ask.key(), value);
        Entry<V> made = new Entry<>(value, tagged, weight, ask.lookup.flight().born, ask.load.begunNanos());
        return freshness.timed(made, context.lifetime());
    }

    /** Returns what somebody has put. */
    Entry<V> entry(K key, V value, long born, long nowNanos) {
        Entry<V> made = new Entry<>(value, tags(key, value, Set.of()), weight(key, value), born, nowNanos);
        Entry<V> timed = freshness.timed(made, null);
        return timed == null ? made : timed;
    }

    /** Returns nothing found, for those who wait; with tags, as one that came after some was invalidated must look again. */
    Entry<V> nothing(Ask<K, V> ask) {
        return new Entry<>(null, ask.context.tags(), 0, ask.lookup.flight().born, ask.load.begunNanos());
    }

    /** A loader may say that nothing has changed, and then return something else. */
    @SuppressWarnings("ReferenceEquality") // What it was given.
    private static <K, V> boolean isSame(Ask<K, V> ask, @Nullable V value) {
        return ask.context.isSame() && ask.previous != null && ask.previous.value == value;
    }

    private static Set<String> tagsOf(@Nullable Entry<?> entry) {
        return entry == null ? Set.of() : entry.tags;
    }

    private Set<String> tags(K key, @Nullable V value, Set<String> others) {
        Collection<String> own = value == null
                ? Set.of()
                : requireNonNull(tags.apply(key, value), () -> "tags of " + key + " in cache " + cache);
        if (own.isEmpty()) {
            return others;
        }
        Set<String> all = new HashSet<>(others);
        all.addAll(own);
        return Set.copyOf(all);
    }

    /** More than an entry holds is not made less, or the bound would not hold. */
    private int weight(K key, @Nullable V value) {
        long size = value == null ? 1 : sizer.sizeOf(key, value);
        int most = Integer.MAX_VALUE - overhead;
        if (size < 0 || size > most) {
            throw new IllegalArgumentException("The size of a value in cache " + cache + " must be from 0 to " + most
                    + ": " + size + ", of " + key);
        }
        return (int) size + overhead;
    }
}
