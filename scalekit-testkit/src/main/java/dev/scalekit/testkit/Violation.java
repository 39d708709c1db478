package dev.scalekit.testkit;

import java.util.List;

/**
 * Something that a history shows and that must not be. Immutable.
 *
 * @param rule what was broken: {@code lost}, {@code stale} ...
 * @param key the key of the operations
 * @param operations what shows it, the offending operation first
 * @param message the rule and the whole story, for a reader who sees nothing else
 */
public record Violation(String rule, Object key, List<Operation> operations, String message) {

    static Violation of(String rule, String story, Operation... operations) {
        return new Violation(rule, operations[0].key(), List.of(operations), rule + ": " + story);
    }

    /** Returns the message. */
    @Override
    public String toString() {
        return message;
    }
}
