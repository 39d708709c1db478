package dev.scalekit.testkit;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Leaves out the steps that a failing sequence does not need: ever smaller chunks, last ones first, until no single step
 * can go (the complements of "ddmin"; Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE
 * TSE 28(2), 2002). Stops after ten seconds, so that a slow check is reported before its test times out. Immutable.
 */
record SequenceShrinker<T>(ThrowingConsumer<? super List<T>> check) {
    private static final long MAXIMUM_NANOS = 10_000_000_000L;

    Property.Failure<List<T>> shrink(List<T> steps, Throwable cause) {
        long start = System.nanoTime();
        Property.Failure<List<T>> smallest = new Property.Failure<>(steps, cause);
        int chunk = Math.max(1, steps.size() / 2);
        int end = steps.size();
        boolean shorter = false;
        while (System.nanoTime() - start < MAXIMUM_NANOS) {
            if (end <= 0) {
                if (chunk == 1 && !shorter) {
                    break;
                }
                chunk = Math.max(1, chunk / 2);
                end = smallest.input().size();
                shorter = false;
                continue;
            }
            List<T> rest = without(smallest.input(), Math.max(0, end - chunk), end);
            Throwable thrown = Property.thrownBy(check, rest);
            if (thrown != null && thrown.getClass() == cause.getClass()) {
                smallest = new Property.Failure<>(rest, thrown);
                shorter = true;
            }
            end -= chunk;
        }
        return smallest;
    }

    private static <T> List<T> without(List<T> steps, int from, int to) {
        List<T> rest = new ArrayList<>(steps);
        rest.subList(from, to).clear();
        return rest;
    }
}
