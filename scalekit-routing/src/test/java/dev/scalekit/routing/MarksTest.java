package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Tally;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a session has done at a node is covered only by the answer to a question that was sent after it was done: those who write, ask
 * and read at once, in every order of their steps. That a step itself is one is for others to show: it is a write or a read of one
 * variable, or has a lock.
 */
final class MarksTest {
    private final Interleavings orders = new Interleavings();

    @AfterEach
    void stop() {
        orders.close();
    }

    /** Who is there at once. */
    @SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
    enum Callers {
        ONE_ASKS_TWICE(marks -> List.of(marks::write, marks.twice(marks::ask))),
        ONE_ASKS_TWICE_WHILE_THE_CLOCK_STANDS_STILL(marks -> {
            marks.stopClock();
            return List.of(marks::write, marks.twice(marks::ask));
        }),
        ONE_ASKS_AND_ONE_READS(marks -> List.of(marks::write, marks::ask, marks::read)),
        TWO_ASK(marks -> List.of(marks::write, marks::ask, marks::ask)),
        TWO_WRITE(marks -> List.of(marks::write, marks::write, marks::ask)),
        ONE_WRITES_TWICE(marks -> List.of(marks.twice(marks::write), marks::ask, marks::read));

        private final Function<Marks, List<Runnable>> actors;

        Callers(Function<Marks, List<Runnable>> actors) {
            this.actors = actors;
        }
    }

    /** Runs all orders. */
    private void run(Supplier<Marks> scenario, Callers callers, Consumer<Runnable> each) {
        do {
            each.accept(() -> {
                Marks marks = scenario.get();
                orders.run(callers.actors.apply(marks));
                marks.read();
                marks.requireCoveredByTheNextAnswer();
            });
        } while (orders.isAnother());
    }

    @ParameterizedTest
    @EnumSource
    void what_was_done_is_covered_only_by_what_was_asked_later(Callers callers) {
        try (Tally tally = Tally.of("routing.marks", 0)) {
            run(() -> new Marks(orders), callers, order -> tally.count(order::run));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_mark_that_is_covered_too_early_is_found(MarksBug bug) {
        Callers callers = Callers.ONE_ASKS_TWICE;
        try (Tally found = Tally.of("routing.router-planted-bugs", 0)) {
            found.count(() -> assertThatThrownBy(() -> run(() -> bug.plantedIn(orders), callers, Runnable::run))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a replica is read"));
        }
    }
}
