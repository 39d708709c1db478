package dev.scalekit.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The definitions of the checkers, word by word, in quadratic time and more: what is to be found. Immutable. */
record BruteForce(List<Operation> writes, List<Operation> reads) {

    static BruteForce of(Operations operations, String write, String read) {
        return new BruteForce(operations.ofKind(write), operations.ofKind(read));
    }

    Set<Object> lostItems() {
        return items(writes.stream()
                .filter(write -> write.isOk() && write.value() != null)
                .filter(write -> observations().noneMatch(read -> isSameItem(write, read))));
    }

    Set<Operation> phantoms() {
        return observations()
                .filter(read -> writes.stream().noneMatch(write -> canHaveSeen(read, write)))
                .collect(Collectors.toSet());
    }

    Set<Object> duplicateItems() {
        return items(observations()
                .filter(read ->
                        observations().filter(other -> isSameItem(read, other)).count() > 1));
    }

    /** The writes are removals. */
    Set<Operation> resurrected() {
        return observations()
                .filter(read -> writes.stream()
                        .anyMatch(removal ->
                                removal.isOk() && isSameItem(read, removal) && removal.completed() < read.invoked()))
                .collect(Collectors.toSet());
    }

    Set<Operation> stale(BiPredicate<Operation, Operation> mustSee) {
        return reads(read -> !sources(read).isEmpty()
                && sources(read).stream()
                        .allMatch(seen -> writes.stream()
                                .anyMatch(newer -> newer.isOk()
                                        && newer.key().equals(read.key())
                                        && mustSee.test(read, newer)
                                        && seen.settled() < newer.invoked()
                                        && newer.completed() < read.invoked())));
    }

    Set<Operation> goingBack() {
        return reads(read -> !sources(read).isEmpty()
                && reads.stream()
                        .anyMatch(earlier -> earlier.isOk()
                                && earlier.process().equals(read.process())
                                && earlier.key().equals(read.key())
                                && earlier.completed() < read.invoked()
                                && !sources(earlier).isEmpty()
                                && sources(read).stream()
                                        .allMatch(seen -> sources(earlier).stream()
                                                .allMatch(before -> seen.settled() < before.invoked()))));
    }

    Set<Object> reorderedItems() {
        return items(observations()
                .filter(late -> observations()
                        .anyMatch(other -> wasSentBefore(late, other)
                                && observations()
                                        .filter(first -> isSameItem(first, other))
                                        .anyMatch(first -> observations()
                                                .filter(any -> isSameItem(any, late))
                                                .allMatch(any -> first.completed() < any.invoked())))));
    }

    /** Says whether the item of one observation was surely under way before any send of the item of the other. */
    private boolean wasSentBefore(Operation one, Operation other) {
        List<Operation> sendsOfOne = sends(one);
        List<Operation> sendsOfOther = sends(other);
        boolean haveOneSender = Stream.concat(sendsOfOne.stream(), sendsOfOther.stream())
                        .map(Operation::process)
                        .distinct()
                        .count()
                == 1;
        Predicate<Operation> beforeOther =
                send -> sendsOfOther.stream().allMatch(later -> send.invoked() < later.invoked());
        Predicate<Operation> notGivenUp =
                send -> sendsOfOther.stream().allMatch(later -> later.invoked() < send.completed());
        boolean isAcknowledged = sendsOfOne.stream().anyMatch(Operation::isOk);
        return one.key().equals(other.key())
                && !isSameItem(one, other)
                && !sendsOfOne.isEmpty()
                && !sendsOfOther.isEmpty()
                && haveOneSender
                && (isAcknowledged
                        ? sendsOfOne.stream().filter(Operation::isOk).anyMatch(beforeOther)
                        : sendsOfOne.stream().allMatch(beforeOther.and(notGivenUp)));
    }

    private List<Operation> sends(Operation observation) {
        return writes.stream()
                .filter(write -> write.isPossible() && isSameItem(write, observation))
                .toList();
    }

    private Stream<Operation> observations() {
        return reads.stream().filter(read -> read.isOk() && read.value() != null);
    }

    private Set<Operation> reads(Predicate<Operation> condition) {
        return reads.stream().filter(Operation::isOk).filter(condition).collect(Collectors.toSet());
    }

    private List<Operation> sources(Operation read) {
        Stream<Operation> seen = writes.stream().filter(write -> canHaveSeen(read, write));
        Operation empty = new Operation("", "", read.key(), null, Outcome.OK, -1, -1);
        return (read.value() == null ? Stream.concat(seen, Stream.of(empty)) : seen).toList();
    }

    private static boolean canHaveSeen(Operation read, Operation write) {
        return write.isPossible() && isSameItem(read, write) && write.invoked() < read.completed();
    }

    private static boolean isSameItem(Operation one, Operation other) {
        return one.key().equals(other.key()) && Objects.equals(one.value(), other.value());
    }

    private static Set<Object> items(Stream<Operation> operations) {
        return operations
                .map(operation -> List.of(operation.key(), String.valueOf(operation.value())))
                .collect(Collectors.toSet());
    }
}
