package dev.scalekit.testkit;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** The check that items of one key and one sender are observed in the order in which they were sent. Not instantiable. */
final class SentOrder {
    private SentOrder() {}

    static List<Violation> violations(List<Operation> sends, List<Operation> observations) {
        List<Violation> found = new ArrayList<>();
        passages(sends, observations).stream()
                .collect(groupingBy(Passage::senderAndKey, LinkedHashMap::new, toList()))
                .values()
                .forEach(ofOneSender -> addLate(ofOneSender, found));
        return found;
    }

    private static List<Passage> passages(List<Operation> sends, List<Operation> observations) {
        Map<Item, Operation> begun = new HashMap<>();
        Map<Item, Operation> ended = new HashMap<>();
        Item.each(observations, Operation::isOk, (item, observation) -> {
            begun.putIfAbsent(item, observation);
            ended.merge(item, observation, BinaryOperator.minBy(comparingLong(Operation::completed)));
        });
        Map<Item, List<Operation>> sent = new LinkedHashMap<>();
        Item.each(
                sends,
                Operation::isPossible,
                (item, send) ->
                        sent.computeIfAbsent(item, of -> new ArrayList<>(1)).add(send));
        List<Passage> passages = new ArrayList<>();
        sent.forEach((item, sendsOfIt) -> {
            Operation first = begun.get(item);
            Operation firstEnded = ended.get(item);
            if (first != null && firstEnded != null && haveOneSender(sendsOfIt)) {
                passages.add(new Passage(sendsOfIt, first, firstEnded));
            }
        });
        return passages;
    }

    private static boolean haveOneSender(List<Operation> sends) {
        String sender = sends.get(0).process();
        return sends.stream().allMatch(send -> send.process().equals(sender));
    }

    /** Adds the passages that were overtaken; they come in the order of their first sends. */
    private static void addLate(List<Passage> passages, List<Violation> found) {
        Frontier<Passage> fromTheEnd = new Frontier<>(
                passages,
                passage -> -passage.first().invoked(),
                passage -> -passage.ended().completed());
        for (int i = 0; i < passages.size(); i++) {
            Passage late = passages.get(i);
            Passage other = fromTheEnd.below(-late.sent().invoked());
            if (other != null && other.overtook(late) && other.last().invoked() > late.abandoned()) {
                other = anyThatMustNotOvertake(late, passages.subList(i + 1, passages.size()));
            }
            if (other != null && other.overtook(late)) {
                String story = late.begun() + " came after " + other.ended() + ", but was sent before it: "
                        + late.sent() + " before " + other.first();
                found.add(Violation.of("reordered", story, late.begun(), other.ended(), late.sent(), other.first()));
            }
        }
    }

    private static @Nullable Passage anyThatMustNotOvertake(Passage late, List<Passage> others) {
        for (Passage other : others) {
            if (other.first().invoked() > late.abandoned()) {
                return null;
            }
            boolean wasSentAfter = other.first().invoked() > late.sent().invoked();
            if (wasSentAfter && other.last().invoked() < late.abandoned() && other.overtook(late)) {
                return other;
            }
        }
        return null;
    }

    /**
     * The way of an item from one sender to whoever observed it.
     *
     * @param sends in the order of invocation, more than one if it was sent again
     * @param begun the observation that began first
     * @param ended the observation that ended first
     */
    private record Passage(List<Operation> sends, Operation begun, Operation ended) {

        List<Object> senderAndKey() {
            return List.of(first().process(), first().key());
        }

        Operation first() {
            return sends.get(0);
        }

        Operation last() {
            return sends.get(sends.size() - 1);
        }

        /** The send by which it was under way at the latest: the first that was acknowledged, else the last. */
        Operation sent() {
            return sends.stream().filter(Operation::isOk).findFirst().orElseGet(this::last);
        }

        /** If none was acknowledged, when its sender first gave up on one: what it sent from then on may overtake. */
        long abandoned() {
            return sends.stream().anyMatch(Operation::isOk)
                    ? Long.MAX_VALUE
                    : sends.stream().mapToLong(Operation::completed).min().orElseThrow();
        }

        boolean overtook(Passage late) {
            return ended.completed() < late.begun.invoked();
        }
    }
}
