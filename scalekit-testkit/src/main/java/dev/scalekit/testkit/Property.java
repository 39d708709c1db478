package dev.scalekit.testkit;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What holds for every input that a generator makes. Immutable. */
record Property<T>(
        Function<? super RandomGenerator, ? extends T> generator,
        ThrowingConsumer<? super T> check,
        BiFunction<T, Throwable, Failure<T>> simplification) {
    private static final int LONGEST_INPUT = 4_000;

    /** An input and what the check threw for it. */
    record Failure<T>(T input, Throwable cause) {}

    void forAll(long seed, int cases) {
        if (cases < 1) {
            throw new IllegalArgumentException("cases must be at least 1: " + cases);
        }
        Long replayed = Seeds.replayed();
        if (replayed != null) {
            checkCase(replayed, "the replayed case");
            return;
        }
        RandomGenerator caseSeeds = Seeds.random(seed);
        for (int i = 0; i < cases; i++) {
            checkCase(caseSeeds.nextLong(), "case " + i + " of " + cases + ", run seed " + seed + ",");
        }
    }

    private void checkCase(long caseSeed, String name) {
        T input;
        try {
            input = generator.apply(Seeds.random(caseSeed));
        } catch (Throwable t) {
            throw report(name, caseSeed, "none, the generator failed", t);
        }
        Throwable thrown = thrownBy(check, input);
        if (thrown != null) {
            // The check may have changed its input: report the one that it was given.
            Failure<T> failure = simplification.apply(generator.apply(Seeds.random(caseSeed)), thrown);
            throw report(name, caseSeed, print(failure.input()), failure.cause());
        }
    }

    static <T> @Nullable Throwable thrownBy(ThrowingConsumer<T> check, T input) {
        try {
            check.accept(input);
            return null;
        } catch (Throwable t) {
            if (t instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return t;
        }
    }

    private static AssertionError report(String name, long caseSeed, String input, Throwable cause) {
        return new AssertionError(
                name + " failed: " + cause + "\ninput: " + input + "\nto run this case only: -D" + Seeds.PROPERTY + "="
                        + caseSeed,
                cause);
    }

    private static String print(Object input) {
        String text;
        try {
            String list = Arrays.deepToString(new Object[] {input});
            text = list.substring(1, list.length() - 1);
        } catch (RuntimeException e) {
            text = input.getClass().getName() + ", whose toString failed: " + e;
        }
        return text.length() <= LONGEST_INPUT
                ? text
                : text.substring(0, LONGEST_INPUT) + "... (" + text.length() + " characters)";
    }
}
