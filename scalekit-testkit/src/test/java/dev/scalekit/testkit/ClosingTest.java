package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosingTest {
    private final List<String> taken = new ArrayList<>();

    @Test
    void every_step_is_taken_although_some_fail() {
        assertThatThrownBy(() -> Closing.all(List.of(
                        () -> taken.add("one"), () -> fail("two"), () -> taken.add("three"), () -> fail("four"))))
                .hasMessage("two")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().hasToString(failed("four")));

        assertThat(taken).containsExactly("one", "three");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_interrupt_waits_until_all_is_closed() {
        Thread.currentThread().interrupt();

        Closing.all(
                List.of(() -> taken.add("interrupted " + Thread.currentThread().isInterrupted())));

        assertThat(taken).containsExactly("interrupted false");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_step_that_an_interrupt_broke_is_taken_again() {
        Closing.all(List.of(() -> {
            taken.add("step");
            if (taken.size() == 1) {
                Thread.currentThread().interrupt();
                fail("interrupted");
            }
        }));

        assertThat(taken).containsExactly("step", "step");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void fail(String step) {
        throw new IllegalStateException(step);
    }

    private static String failed(String step) {
        return new IllegalStateException(step).toString();
    }
}
