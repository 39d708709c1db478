package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * Checks something for many random inputs, each of which can be had again from one number.
 *
 * <p>Every case has its own seed. {@code -Dscalekit.seed=} with the seed that a failure names makes every {@code
 * forAll} run that one case only. The seed is decimal, or hexadecimal after {@code 0x}. A test that also wants something of
 * all cases together, like how many there were of a kind, asks {@link #isReplay} and leaves that out.
 *
 * <p>All randomness is SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA
 * 2014) as {@link SplittableRandom} has it: in {@code java.base} of every JDK, and any seed will do. The LXM generators
 * are services of another module in JDK 17, and one of them gives other numbers since JDK 19 (JDK-8282551).
 *
 * <p>Thread-safe; a generator from {@link #random} is for one thread.
 */
public final class Seeds {
    static final String PROPERTY = "scalekit.seed";

    private Seeds() {}

    /**
     * Returns a seed for a run: the one of {@code -Dscalekit.seed=}, else a new one. Whoever uses it prints it.
     *
     * @throws IllegalArgumentException if the property is not a 64-bit number
     */
    public static long fresh() {
        Long replayed = replayed();
        return replayed != null ? replayed : new SplittableRandom().nextLong();
    }

    /**
     * Tells whether one case is replayed, so that nothing can be said about all of them.
     *
     * @throws IllegalArgumentException if the property is not a 64-bit number
     */
    public static boolean isReplay() {
        return replayed() != null;
    }

    /** Returns a generator that gives the same numbers for the same seed on every JDK. Not thread-safe. */
    public static RandomGenerator random(long seed) {
        return new SplittableRandom(seed);
    }

    /**
     * Generates inputs and checks each, on the calling thread, up to the first failure.
     *
     * @param seed the seed of the run; the seed of case i is output i of {@link #random} for it
     * @param cases how many inputs, at least 1
     * @param generator makes an input; has no other randomness than what it is given
     * @param check throws if the input shows a failure
     * @throws AssertionError if generator or check threw, with that as its cause; names the run, the case, the input
     *     (cut after 4,000 characters) and the option that runs this case only
     * @throws IllegalArgumentException if {@code cases} is less than 1, or the property is not a 64-bit number
     */
    public static <T> void forAll(
            long seed,
            int cases,
            Function<? super RandomGenerator, ? extends T> generator,
            ThrowingConsumer<? super T> check) {
        requireNonNull(generator, "generator");
        requireNonNull(check, "check");
        new Property<T>(generator, check, Property.Failure::new).forAll(seed, cases);
    }

    /**
     * Does what {@link #forAll} does for sequences of operations, and reports a failing one without the steps that it
     * does not need: what is left still makes the check throw the same type of exception.
     *
     * @param generator makes a list of steps that the check does not change
     * @param check throws if the steps show a failure; starts afresh each time, as it is tried with shorter lists
     */
    public static <T> void forAllSequences(
            long seed,
            int cases,
            Function<? super RandomGenerator, ? extends List<T>> generator,
            ThrowingConsumer<? super List<T>> check) {
        requireNonNull(generator, "generator");
        requireNonNull(check, "check");
        new Property<List<T>>(generator, check, new SequenceShrinker<T>(check)::shrink).forAll(seed, cases);
    }

    /** The seed of the only case that is to be run, or null for all. */
    static @Nullable Long replayed() {
        String value = System.getProperty(PROPERTY);
        return value == null ? null : parse(value);
    }

    private static long parse(String value) {
        try {
            return value.startsWith("0x") ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    PROPERTY + " must be a 64-bit number, decimal or hexadecimal after 0x: \"" + value + "\"", e);
        }
    }
}
