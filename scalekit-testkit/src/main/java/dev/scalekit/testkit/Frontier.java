package dev.scalekit.testkit;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Of the elements below a point, the one with the highest rank: what a sweep over a history asks for. Immutable. */
final class Frontier<T> {
    private final ToLongFunction<? super T> point;
    private final List<T> ascending;
    private final List<T> highest;

    Frontier(Collection<? extends T> elements, ToLongFunction<? super T> point, ToLongFunction<? super T> rank) {
        this.point = point;
        this.ascending = new ArrayList<>(elements);
        this.ascending.sort(comparingLong(point));
        this.highest = new ArrayList<>(ascending.size());
        T best = null;
        for (T element : ascending) {
            best = best == null || rank.applyAsLong(element) > rank.applyAsLong(best) ? element : best;
            highest.add(best);
        }
    }

    /** The elements in the order of their points. */
    List<T> ascending() {
        return ascending;
    }

    /** The element with the highest rank of those that lie below the limit, or null if none does. */
    @Nullable
    T below(long limit) {
        int from = 0;
        int to = ascending.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (point.applyAsLong(ascending.get(middle)) < limit) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from == 0 ? null : highest.get(from - 1);
    }
}
