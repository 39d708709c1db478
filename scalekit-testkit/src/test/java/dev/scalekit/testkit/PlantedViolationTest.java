package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Takes clean histories, plants one violation in each, and wants that one and no other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlantedViolationTest {
    private static final long SEED = 20_262;
    private static final Set<String> KINDS = Set.of("write", "read", "send", "deliver", "ack");
    private static final int CASES = Effort.scaled(500);

    private final Tally tally = Tally.of("testkit.planted-bugs", SEED);

    /** A history with the violation, and the operation that is to be accused. */
    private record Planted(Operations operations, Operation offender) {}

    @Test
    void a_stale_read_is_found() {
        findsWhatIsPlanted(
                SimulatedRegisters::uniqueValues,
                (clean, random) -> staleRead(clean, random, write -> read -> true),
                Checker.stale("write", "read"));
    }

    @Test
    void a_read_that_misses_a_write_of_its_own_process_is_found() {
        findsWhatIsPlanted(
                SimulatedRegisters::uniqueValues,
                (clean, random) -> staleRead(
                        clean, random, write -> read -> write.process().equals(read.process())),
                Checker.readYourWrites("write", "read"));
    }

    @Test
    void a_read_that_goes_back_is_found() {
        findsWhatIsPlanted(
                SimulatedRegisters::uniqueValues,
                PlantedViolationTest::readThatGoesBack,
                Checker.monotonicReads("write", "read"));
    }

    @Test
    void a_lost_item_is_found() {
        findsWhatIsPlanted(
                SimulatedQueue::atLeastOnce,
                (clean, random) ->
                        any(clean.ofKind("send"), random, Operation::isOk).map(send -> unobserved(clean, send)),
                Checker.lost("send", "deliver"));
    }

    @Test
    void an_observation_of_what_was_never_attempted_is_found() {
        findsWhatIsPlanted(
                SimulatedQueue::atLeastOnce,
                (clean, random) -> Optional.of(observedAtTheEnd(clean, "k0", "never attempted")),
                Checker.phantom("send", "deliver"));
    }

    @Test
    void an_observation_of_what_was_refused_is_found() {
        findsWhatIsPlanted(
                SimulatedQueue::atLeastOnce,
                (clean, random) -> any(
                                clean.ofKind("send"),
                                random,
                                send -> clean.ofKind("send").stream()
                                        .noneMatch(other -> isSameItem(other, send) && other.isPossible()))
                        .map(refused -> observedAtTheEnd(clean, refused.key(), refused.value())),
                Checker.phantom("send", "deliver"));
    }

    @Test
    void a_duplicate_is_found() {
        findsWhatIsPlanted(
                SimulatedQueue::once,
                (clean, random) -> any(clean.ofKind("deliver"), random, PlantedViolationTest::isDelivery)
                        .map(delivery -> {
                            Planted again = observedAtTheEnd(clean, delivery.key(), delivery.value());
                            return new Planted(again.operations, delivery);
                        }),
                Checker.duplicate("deliver"));
    }

    @Test
    void a_delivery_after_its_acknowledgement_is_found() {
        findsWhatIsPlanted(
                SimulatedQueue::atLeastOnce,
                (clean, random) -> any(clean.ofKind("ack"), random, Operation::isOk)
                        .map(ack -> observedAtTheEnd(clean, ack.key(), ack.value())),
                Checker.resurrected("ack", "deliver"));
    }

    @Test
    void two_deliveries_in_the_wrong_order_are_found() {
        findsWhatIsPlanted(
                SimulatedQueue::once, PlantedViolationTest::swappedNeighbours, Checker.reordered("send", "deliver"));
    }

    @AfterAll
    void write_down_how_many_were_planted() {
        tally.close();
    }

    private void findsWhatIsPlanted(
            Function<RandomGenerator, Operations> clean,
            BiFunction<Operations, RandomGenerator, Optional<Planted>> plant,
            Checker checker) {
        AtomicInteger places = new AtomicInteger();
        Seeds.forAll(SEED, CASES, random -> plant.apply(clean.apply(random), random), planted -> {
            if (planted.isPresent()) {
                places.incrementAndGet();
                tally.count(() -> assertThat(planted.get().operations.violations(checker).stream()
                                .map(violation -> violation.operations().get(0)))
                        .containsExactly(planted.get().offender));
            }
        });
        if (!Seeds.isReplay()) {
            // A short history may have no place for it.
            assertThat(places).hasValueGreaterThan(CASES / 5);
        }
    }

    private static Optional<Planted> staleRead(
            Operations clean, RandomGenerator random, Function<Operation, Predicate<Operation>> mustBeSeenBy) {
        return any(clean.ofKind("read"), random, Operation::isOk)
                .flatMap(read -> any(
                                clean.ofKind("write"),
                                random,
                                write -> isOkBefore(write, read)
                                        && mustBeSeenBy.apply(write).test(read))
                        .map(newer -> withValue(clean, read, overwrittenBy(clean, newer, random))));
    }

    private static Optional<Planted> readThatGoesBack(Operations clean, RandomGenerator random) {
        return any(clean.ofKind("read"), random, Operation::isOk)
                .flatMap(read -> any(
                                clean.ofKind("read"),
                                random,
                                earlier -> isOkBefore(earlier, read)
                                        && earlier.process().equals(read.process())
                                        && earlier.value() != null)
                        .flatMap(earlier -> any(
                                clean.ofKind("write"),
                                random,
                                write -> write.key().equals(read.key())
                                        && write.value() != null
                                        && write.value().equals(earlier.value())))
                        .map(seenBefore -> withValue(clean, read, overwrittenBy(clean, seenBefore, random))));
    }

    /** A value of the same key whose write ended before the other began; else nothing, which was there before. */
    private static @Nullable Object overwrittenBy(Operations clean, Operation newer, RandomGenerator random) {
        return any(
                        clean.ofKind("write"),
                        random,
                        write -> write.isPossible()
                                && write.key().equals(newer.key())
                                && write.settled() < newer.invoked())
                .map(Operation::value)
                .orElse(null);
    }

    private static Planted unobserved(Operations clean, Operation send) {
        List<Operation> rest = clean.all().stream()
                .filter(operation -> !operation.kind().equals("deliver") || !isSameItem(operation, send))
                .toList();
        Operation acknowledged = clean.ofKind("send").stream()
                .filter(other -> other.isOk() && isSameItem(other, send))
                .findFirst()
                .orElseThrow();
        return new Planted(new Operations(KINDS, rest), acknowledged);
    }

    private static Planted observedAtTheEnd(Operations clean, Object key, @Nullable Object value) {
        Operation planted =
                new Operation("planter", "deliver", key, value, Outcome.OK, Long.MAX_VALUE - 2, Long.MAX_VALUE - 1);
        List<Operation> all = new ArrayList<>(clean.all());
        all.add(planted);
        return new Planted(new Operations(KINDS, all), planted);
    }

    private static Planted withValue(Operations clean, Operation old, @Nullable Object value) {
        Operation changed = new Operation(
                old.process(), old.kind(), old.key(), value, old.outcome(), old.invoked(), old.completed());
        List<Operation> all = new ArrayList<>(clean.all());
        all.set(all.indexOf(old), changed);
        return new Planted(new Operations(KINDS, all), changed);
    }

    /** Swaps two deliveries of one key and sender with no other one of theirs in between. */
    private static Optional<Planted> swappedNeighbours(Operations clean, RandomGenerator random) {
        List<Operation> sends = clean.ofKind("send");
        return any(sends, random, Operation::isOk).flatMap(send -> {
            List<Operation> deliveries = clean.ofKind("deliver").stream()
                    .filter(delivery -> sends.stream()
                            .anyMatch(other -> isSameItem(other, delivery) && isOfSameSenderAndKey(other, send)))
                    .toList();
            if (deliveries.size() < 2) {
                return Optional.empty();
            }
            int i = random.nextInt(deliveries.size() - 1);
            Operation one = deliveries.get(i);
            Operation next = deliveries.get(i + 1);
            return wasSentOnce(sends, one) && wasSentOnce(sends, next)
                    ? Optional.of(withValue(withValue(clean, one, next.value()).operations, next, one.value()))
                    : Optional.empty();
        });
    }

    private static boolean wasSentOnce(List<Operation> sends, Operation delivery) {
        List<Operation> ofIt =
                sends.stream().filter(send -> isSameItem(send, delivery)).toList();
        return ofIt.size() == 1 && ofIt.get(0).isOk();
    }

    private static Optional<Operation> any(
            List<Operation> operations, RandomGenerator random, Predicate<Operation> condition) {
        List<Operation> candidates = operations.stream().filter(condition).toList();
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    private static boolean isDelivery(Operation operation) {
        return operation.isOk() && operation.value() != null;
    }

    private static boolean isOkBefore(Operation one, Operation other) {
        return one.isOk() && one.key().equals(other.key()) && one.completed() < other.invoked();
    }

    private static boolean isSameItem(Operation one, Operation other) {
        return one.key().equals(other.key()) && Objects.equals(one.value(), other.value());
    }

    private static boolean isOfSameSenderAndKey(Operation one, Operation other) {
        return one.key().equals(other.key()) && one.process().equals(other.process());
    }
}
