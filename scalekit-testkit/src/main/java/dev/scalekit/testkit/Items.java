package dev.scalekit.testkit;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** The checks of what is written once and then observed, but for its order. Not instantiable. */
final class Items {
    private Items() {}

    static List<Violation> lost(List<Operation> writes, List<Operation> observations) {
        Map<Item, Operation> observed = first(observations, Operation::isOk);
        List<Violation> found = new ArrayList<>();
        first(writes, Operation::isOk).forEach((item, write) -> {
            if (!observed.containsKey(item)) {
                found.add(Violation.of("lost", write + " was acknowledged, but never observed", write));
            }
        });
        return found;
    }

    static List<Violation> phantom(List<Operation> writes, List<Operation> observations) {
        Map<Item, Operation> possible = first(writes, Operation::isPossible);
        Map<Item, Operation> refused = first(writes, write -> !write.isPossible());
        List<Violation> found = new ArrayList<>();
        Item.each(observations, Operation::isOk, (item, observation) -> {
            Operation write = possible.getOrDefault(item, refused.get(item));
            if (write == null) {
                found.add(Violation.of("phantom", observation + " observed what was never attempted", observation));
            } else if (!write.isPossible()) {
                String story = observation + " observed what was refused: " + write;
                found.add(Violation.of("phantom", story, observation, write));
            } else if (observation.completed() < write.invoked()) {
                String story = observation + " observed what was attempted only later: " + write;
                found.add(Violation.of("phantom", story, observation, write));
            }
        });
        return found;
    }

    static List<Violation> duplicate(List<Operation> observations) {
        Map<Item, Operation> first = new HashMap<>();
        Map<Item, List<Operation>> repeated = new LinkedHashMap<>();
        Item.each(observations, Operation::isOk, (item, observation) -> {
            Operation earlier = first.putIfAbsent(item, observation);
            if (earlier != null) {
                repeated.computeIfAbsent(item, once -> new ArrayList<>(List.of(earlier)))
                        .add(observation);
            }
        });
        List<Violation> found = new ArrayList<>();
        repeated.values().forEach(all -> {
            String story = "observed " + all.size() + " times: " + all.get(0) + ", again " + all.get(1);
            found.add(Violation.of("duplicate", story, all.toArray(Operation[]::new)));
        });
        return found;
    }

    static List<Violation> resurrected(List<Operation> removals, List<Operation> observations) {
        Map<Item, Operation> removed = new HashMap<>();
        Item.each(
                removals,
                Operation::isOk,
                (item, removal) ->
                        removed.merge(item, removal, BinaryOperator.minBy(comparingLong(Operation::completed))));
        List<Violation> found = new ArrayList<>();
        Item.each(observations, Operation::isOk, (item, observation) -> {
            Operation removal = removed.get(item);
            if (removal != null && removal.completed() < observation.invoked()) {
                String story = observation + " observed what had been removed by " + removal;
                found.add(Violation.of("resurrected", story, observation, removal));
            }
        });
        return found;
    }

    /** The first operation of interest of each item, in the order of invocation. */
    private static Map<Item, Operation> first(List<Operation> operations, Predicate<Operation> ofInterest) {
        Map<Item, Operation> first = new LinkedHashMap<>();
        Item.each(operations, ofInterest, first::putIfAbsent);
        return first;
    }
}
