package dev.scalekit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs the examples of the cache as they are, and reads what they print. */
@ResourceLock(Resources.SYSTEM_OUT)
final class CacheExamplesTest {

    @Test
    void a_hundred_callers_are_one_query_and_that_there_is_nothing_is_remembered() throws Exception {
        List<String> lines = Printed.by(ReadThrough::main);

        assertThat(lines)
                .containsExactly(
                        "100 callers: Product[id=1, name=tea, priceCents=285], queries: 1",
                        "no such product: null, queries: 2",
                        "a basket of 3, queries: 3",
                        "loaded: 5");
    }

    @Test
    void a_fence_keeps_out_what_a_reader_brings_who_came_before_the_commit() throws Exception {
        List<String> lines = Printed.by(InvalidateAfterCommit::main);

        assertThat(lines)
                .containsExactly(
                        "before: 285",
                        "  a reader meanwhile: 285",
                        "invalidated within the transaction: 285 for five minutes, and 300 in the database",
                        "  a reader meanwhile: 300",
                        "with a fence: 320",
                        "rolled back: 320");
    }

    @Test
    void what_was_known_is_served_while_the_database_is_down_and_loaded_anew_when_it_is_back() throws Exception {
        List<String> lines = Printed.by(StaleWhileDown::main);

        assertThat(lines)
                .containsExactly(
                        "up: tea",
                        "down, within its five minutes: tea",
                        "down, after them: tea, attempts: 1, it is STALE",
                        "never asked for before: Cache names could not load 2",
                        "up again: green tea",
                        "stale answers counted: true");
    }
}
