package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Half a million operations and the worst grouping: a quadratic step would not end within the time of a test. */
final class HugeHistoryTest {
    private static final int ITEMS = 250_000;

    @Test
    void of_one_register_is_checked() {
        History history = History.of("write", "read");
        for (int i = 0; i < ITEMS; i++) {
            String process = "p" + i % 8;
            history.observe(process, "write", "k", i);
            history.observe(process, "read", "k", i == 200_000 ? 199_990 : i);
        }

        Operations operations = history.operations();

        assertThat(operations.violations(
                        Checker.phantom("write", "read"),
                        Checker.stale("write", "read"),
                        Checker.readYourWrites("write", "read"),
                        Checker.monotonicReads("write", "read")))
                .extracting(Violation::rule)
                .containsExactly("stale", "read-your-writes", "monotonic-reads");
    }

    @Test
    void of_one_queue_is_checked() {
        History history = History.of("send", "deliver");
        for (int i = 0; i < ITEMS; i++) {
            History.Invocation send = history.begin("p", "send", "k", i);
            if (i % 3 == 0) {
                send.unknown();
            } else {
                send.ok();
            }
        }
        for (int i = 0; i < ITEMS; i++) {
            history.observe("c", "deliver", "k", i == 1_000 ? 1_001 : i == 1_001 ? 1_000 : i);
        }

        Operations operations = history.operations();

        assertThat(operations.violations(
                        Checker.lost("send", "deliver"),
                        Checker.phantom("send", "deliver"),
                        Checker.duplicate("deliver"),
                        Checker.reordered("send", "deliver")))
                .extracting(violation -> violation.operations().get(0).value())
                .containsExactly(1_000);
    }
}
