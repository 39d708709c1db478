package dev.scalekit.testkit;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The operations of a {@link History} at one moment, and what {@link Checker checkers} make of them. Those that had no
 * outcome yet have an unknown one. Immutable.
 */
public final class Operations {
    private static final int MOST_PRINTED = 10;

    private final List<Operation> operations;
    private final Map<String, List<Operation>> byKind = new LinkedHashMap<>();

    Operations(Collection<String> kinds, Collection<Operation> operations) {
        this.operations =
                operations.stream().sorted(comparingLong(Operation::invoked)).toList();
        kinds.forEach(kind -> byKind.put(kind, new ArrayList<>()));
        this.operations.forEach(operation ->
                requireNonNull(byKind.get(operation.kind()), operation.kind()).add(operation));
        byKind.replaceAll((kind, ofKind) -> List.copyOf(ofKind));
    }

    /** Returns all of them in the order of their invocation. Unmodifiable. */
    public List<Operation> all() {
        return operations;
    }

    /**
     * Returns those of one kind in the order of their invocation. Unmodifiable.
     *
     * @throws IllegalArgumentException if the history was not made for this kind: a check of a misspelt kind would find
     *     nothing to complain about
     */
    public List<Operation> ofKind(String kind) {
        List<Operation> found = byKind.get(requireNonNull(kind, "kind"));
        if (found == null) {
            throw new IllegalArgumentException("kind must be one of " + byKind.keySet() + ": \"" + kind + "\"");
        }
        return found;
    }

    /**
     * Returns what the checkers find, in their order.
     *
     * @throws IllegalArgumentException if there are no checkers, or one looks for a kind that the history was not made for
     */
    public List<Violation> violations(Checker... checkers) {
        if (checkers.length == 0) {
            throw new IllegalArgumentException("checkers must not be empty");
        }
        List<Violation> found = new ArrayList<>();
        for (Checker checker : checkers) {
            found.addAll(checker.violations(this));
        }
        return List.copyOf(found);
    }

    /**
     * Checks that the checkers find nothing.
     *
     * @throws AssertionError if they do; gives the counts by rule and the first ten violations
     * @throws IllegalArgumentException as {@link #violations} does
     */
    public void check(Checker... checkers) {
        List<Violation> found = violations(checkers);
        if (!found.isEmpty()) {
            throw new AssertionError(report(found));
        }
    }

    /** Returns all of them, one a line. */
    @Override
    public String toString() {
        return operations.stream().map(Operation::toString).collect(joining("\n  ", "\n  ", ""));
    }

    private String report(List<Violation> found) {
        String counts = found.stream()
                .collect(groupingBy(Violation::rule, TreeMap::new, counting()))
                .toString();
        String first =
                found.stream().limit(MOST_PRINTED).map(Violation::message).collect(joining("\n  ", "\n  ", ""));
        String rest = found.size() > MOST_PRINTED ? "\n  and " + (found.size() - MOST_PRINTED) + " more" : "";
        return found.size() + " violations " + counts + " in " + operations.size() + " operations:" + first + rest;
    }
}
