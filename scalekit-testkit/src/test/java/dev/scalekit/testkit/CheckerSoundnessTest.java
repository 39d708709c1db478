package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Accuses nobody who is innocent, and finds what was planted and nothing else. */
final class CheckerSoundnessTest {
    private static final Checker[] REGISTERS = {
        Checker.phantom("write", "read"),
        Checker.stale("write", "read"),
        Checker.readYourWrites("write", "read"),
        Checker.monotonicReads("write", "read")
    };
    private static final long SEED = 20_261;

    @Test
    void registers_with_unique_values_show_no_violation() {
        Seeds.forAll(
                SEED,
                Effort.scaled(1_000),
                SimulatedRegisters::uniqueValues,
                operations -> operations.check(REGISTERS));
    }

    @Test
    void registers_with_repeated_values_and_deletions_show_no_violation() {
        Seeds.forAll(
                SEED, Effort.scaled(1_000), SimulatedRegisters::fewValues, operations -> operations.check(REGISTERS));
    }

    @Test
    void a_queue_that_delivers_once_shows_no_violation() {
        Seeds.forAll(
                SEED,
                Effort.scaled(1_000),
                SimulatedQueue::once,
                operations -> operations.check(
                        Checker.lost("send", "deliver"),
                        Checker.phantom("send", "deliver"),
                        Checker.duplicate("deliver"),
                        Checker.reordered("send", "deliver")));
    }

    @Test
    void a_queue_that_delivers_at_least_once_shows_no_violation() {
        Seeds.forAll(
                SEED,
                Effort.scaled(1_000),
                SimulatedQueue::atLeastOnce,
                operations -> operations.check(
                        Checker.lost("send", "deliver"),
                        Checker.phantom("send", "deliver"),
                        Checker.resurrected("ack", "deliver"),
                        Checker.reordered("send", "deliver")));
    }

    /** Most of these are impossible, so there is much to find. */
    @Test
    void any_history_gets_the_violations_of_the_definitions() {
        Set<String> found = new LinkedHashSet<>();
        int histories = Effort.scaled(5_000);

        try (Tally tally = Tally.of("testkit.histories", SEED)) {
            Seeds.forAll(
                    SEED,
                    histories,
                    CheckerSoundnessTest::anything,
                    operations -> tally.count(() -> requireWhatTheDefinitionsSay(operations, found)));
        }

        if (!Seeds.isReplay()) {
            assertThat(found).hasSize(8);
        }
    }

    private static void requireWhatTheDefinitionsSay(Operations operations, Set<String> found) {
        BruteForce truth = BruteForce.of(operations, "write", "read");
        BruteForce removals = BruteForce.of(operations, "remove", "read");
        assertThat(items(operations, Checker.lost("write", "read"), found)).isEqualTo(truth.lostItems());
        assertThat(items(operations, Checker.duplicate("read"), found)).isEqualTo(truth.duplicateItems());
        assertThat(items(operations, Checker.reordered("write", "read"), found)).isEqualTo(truth.reorderedItems());
        assertThat(accused(operations, Checker.phantom("write", "read"), found)).isEqualTo(truth.phantoms());
        assertThat(accused(operations, Checker.resurrected("remove", "read"), found))
                .isEqualTo(removals.resurrected());
        assertThat(accused(operations, Checker.stale("write", "read"), found))
                .isEqualTo(truth.stale((read, write) -> true));
        assertThat(accused(operations, Checker.readYourWrites("write", "read"), found))
                .isEqualTo(truth.stale((read, write) -> read.process().equals(write.process())));
        assertThat(accused(operations, Checker.monotonicReads("write", "read"), found))
                .isEqualTo(truth.goingBack());
    }

    /** A history without sense: up to five processes, overlapping calls, few keys and values, any outcome. */
    private static Operations anything(RandomGenerator random) {
        History history = History.of("write", "read", "remove");
        List<History.Invocation> running = new ArrayList<>();
        int steps = random.nextInt(60);
        int values = 2 + random.nextInt(12);
        for (int i = 0; i < steps; i++) {
            if (running.isEmpty() || random.nextBoolean()) {
                int kind = random.nextInt(9);
                int value = random.nextInt(values);
                running.add(history.begin(
                        "p" + random.nextInt(3),
                        kind < 4 ? "write" : kind < 8 ? "read" : "remove",
                        "k" + random.nextInt(2),
                        value == 0 ? null : value));
            } else {
                History.Invocation ending = running.remove(random.nextInt(running.size()));
                switch (random.nextInt(8)) {
                    case 0 -> ending.failed();
                    case 1 -> ending.unknown();
                    default -> ending.ok();
                }
            }
        }
        return history.operations();
    }

    private static Set<Object> items(Operations operations, Checker checker, Set<String> rules) {
        return violations(operations, checker, rules).stream()
                .map(violation -> List.of(
                        violation.key(),
                        String.valueOf(violation.operations().get(0).value())))
                .collect(Collectors.toSet());
    }

    private static Set<Operation> accused(Operations operations, Checker checker, Set<String> rules) {
        return violations(operations, checker, rules).stream()
                .map(violation -> violation.operations().get(0))
                .collect(Collectors.toSet());
    }

    private static List<Violation> violations(Operations operations, Checker checker, Set<String> rules) {
        List<Violation> found = operations.violations(checker);
        found.forEach(violation -> rules.add(violation.rule()));
        assertThat(found.stream().map(violation -> violation.operations().get(0)))
                .doesNotHaveDuplicates();
        return found;
    }
}
