package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private final History history = History.of("write", "read");

    @Test
    void an_operation_lies_between_its_invocation_and_its_end() {
        History.Invocation write = history.begin("p1", "write", "k", 1);
        History.Invocation read = history.begin("p2", "read", "k");
        write.ok();
        read.ok(1);
        history.begin("p2", "write", "k", 2).failed();

        assertThat(history.operations().all())
                .containsExactly(
                        new Operation("p1", "write", "k", 1, Outcome.OK, 0, 2),
                        new Operation("p2", "read", "k", 1, Outcome.OK, 1, 3),
                        new Operation("p2", "write", "k", 2, Outcome.FAILED, 4, 5));
        assertThat(history.operations().ofKind("read"))
                .extracting(Operation::value)
                .containsExactly(1);
    }

    @Test
    void an_operation_without_an_outcome_has_an_unknown_one() {
        history.begin("p1", "write", "k", 1);
        history.begin("p1", "write", "k", 2).unknown();

        assertThat(history.operations().all())
                .extracting(Operation::outcome, Operation::completed, Operation::settled)
                .containsExactly(
                        tuple(Outcome.UNKNOWN, Long.MAX_VALUE, Long.MAX_VALUE),
                        tuple(Outcome.UNKNOWN, 2L, Long.MAX_VALUE));
    }

    @Test
    void a_snapshot_does_not_change() {
        History.Invocation write = history.begin("p1", "write", "k", 1);
        Operations before = history.operations();

        write.ok();
        history.observe("p1", "read", "k", 1);

        assertThat(before.all()).extracting(Operation::outcome).containsExactly(Outcome.UNKNOWN);
        assertThat(before.ofKind("read")).isEmpty();
    }

    @Test
    void an_operation_has_one_outcome() {
        History.Invocation write = history.begin("p1", "write", "k", 1);
        write.unknown();

        assertThatIllegalStateException()
                .isThrownBy(() -> write.ok(2))
                .withMessage("An operation has one outcome: write(k, 1) by p1 [0-1 unknown], then OK");
        assertThat(history.operations().all()).extracting(Operation::value).containsExactly(1);
    }

    @Test
    void what_the_history_was_not_made_for_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.begin("p1", "wriet", "k", 1))
                .withMessage("kind must be one of [read, write]: \"wriet\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.begin("p1", "write", new byte[1], 1))
                .withMessage("key must not be an array, which equals only itself: byte[]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.begin("p1", "write", "k", new int[1]))
                .withMessage("value must not be an array, which equals only itself: int[]");
        assertThatIllegalArgumentException().isThrownBy(History::of).withMessage("kinds must not be empty");
        assertThatIllegalArgumentException().isThrownBy(history::check).withMessage("checkers must not be empty");
    }

    @Test
    void a_check_counts_all_violations_and_tells_the_first() {
        for (int i = 0; i < 25; i++) {
            history.begin("p1", "write", "k" + i, i).ok();
        }
        history.observe("p2", "read", "k0", 99);

        assertThatThrownBy(() -> history.check(Checker.lost("write", "read"), Checker.phantom("write", "read")))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("""
                        26 violations {lost=25, phantom=1} in 26 operations:
                          lost: write(k0, 0) by p1 [0-1 ok] was acknowledged, but never observed
                          lost: write(k1, 1) by p1 [2-3 ok] was acknowledged, but never observed
                        """)
                .hasMessageContaining("\n  lost: write(k9, 9) ")
                .hasMessageEndingWith("\n  and 16 more");
    }

    @Test
    void threads_on_a_locked_map_show_no_violation() throws Exception {
        int threads = 4;
        int each = Effort.scaled(5_000);
        Map<String, Integer> map = new HashMap<>();
        CountDownLatch start = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "scalekit-testkit-history");
            thread.setDaemon(true);
            return thread;
        });

        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int process = i;
            running.add(executor.submit(() -> {
                start.countDown();
                start.await();
                useMap(map, process, each);
                return null;
            }));
        }
        for (Future<?> thread : running) {
            thread.get();
        }
        executor.shutdown();

        assertThat(history.operations().all()).hasSize(threads * each);
        history.check(
                Checker.phantom("write", "read"),
                Checker.stale("write", "read"),
                Checker.readYourWrites("write", "read"),
                Checker.monotonicReads("write", "read"));
    }

    private void useMap(Map<String, Integer> map, int process, int operations) {
        RandomGenerator random = Seeds.random(process);
        for (int i = 0; i < operations; i++) {
            String key = "k" + random.nextInt(3);
            if (random.nextBoolean()) {
                int value = process * operations + i;
                History.Invocation write = history.begin("p" + process, "write", key, value);
                synchronized (map) {
                    map.put(key, value);
                }
                write.ok();
            } else {
                History.Invocation read = history.begin("p" + process, "read", key);
                Integer value;
                synchronized (map) {
                    value = map.get(key);
                }
                read.ok(value);
            }
        }
    }
}
