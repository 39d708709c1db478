package dev.scalekit.testkit;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** What is written once and then observed. Immutable. */
record Item(Object key, Object value) {

    /** Calls the action with each operation of interest that has an item. */
    static void each(List<Operation> operations, Predicate<Operation> ofInterest, BiConsumer<Item, Operation> action) {
        for (Operation operation : operations) {
            Object value = operation.value();
            if (value != null && ofInterest.test(operation)) {
                action.accept(new Item(operation.key(), value), operation);
            }
        }
    }
}
