package dev.scalekit.testkit;

import static java.util.stream.Collectors.groupingBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writes that a read can have seen: those of its value that were not refused and began before it ended; and for a
 * read of nothing also the first state, which ended before everything else began. Immutable.
 */
final class Sources {
    private static final long BEGINNING = -1;

    private final Map<List<?>, Frontier<Operation>> byValue = new HashMap<>();

    Sources(List<Operation> writes) {
        writes.stream()
                .filter(Operation::isPossible)
                .collect(groupingBy(Sources::keyAndValue))
                .forEach((of, same) -> byValue.put(of, new Frontier<>(same, Operation::invoked, Operation::settled)));
    }

    /** The one that ended last, or null if it is the first state, or there is none. */
    @Nullable
    Operation last(Operation read) {
        Frontier<Operation> sources = byValue.get(keyAndValue(read));
        return sources == null ? null : sources.below(read.completed());
    }

    /** When the last one ended. A read that nothing explains is a phantom and not old: it gets the latest time. */
    long end(Operation read) {
        Operation last = last(read);
        if (last != null) {
            return last.settled();
        }
        return read.value() == null ? BEGINNING : Long.MAX_VALUE;
    }

    /** The one that began first, or null if it is the first state, or there is none. */
    @Nullable
    Operation first(Operation read) {
        Frontier<Operation> sources = byValue.get(keyAndValue(read));
        if (sources == null || read.value() == null) {
            return null;
        }
        Operation first = sources.ascending().get(0);
        return first.invoked() < read.completed() ? first : null;
    }

    /** When the first one began. */
    long beginning(Operation read) {
        Operation first = first(read);
        return first == null ? BEGINNING : first.invoked();
    }

    private static List<?> keyAndValue(Operation operation) {
        return Arrays.asList(operation.key(), operation.value());
    }
}
