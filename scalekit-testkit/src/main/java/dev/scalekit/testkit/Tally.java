package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the cases in which a claim was tried and did not hold, and writes them down when it is closed: after a failure
 * too, which is how a line of {@link Evidence} comes to say anything but 0.
 *
 * <pre>{@code
 * try (Tally tally = Tally.of("queue.bit-flips", SEED)) {
 *     Seeds.forAll(SEED, flips, Flip::any, flip -> tally.count(() -> assertThat(...)...));
 * }
 * }</pre>
 *
 * <p>A loop that stops at the first failure has one violation among the cases up to it; the shorter sequences that {@link
 * Seeds#forAllSequences} tries afterwards are counted as cases as well. Thread-safe.
 */
public final class Tally implements AutoCloseable {
    private final String claim;
    private final long seed;
    private final long start = System.nanoTime();
    private final AtomicLong tried = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    private Tally(String claim, long seed) {
        this.claim = claim;
        this.seed = seed;
    }

    /**
     * Starts to count, and the clock.
     *
     * @param claim the module and what is claimed, like {@code queue.crash-states}
     * @param seed the seed of the run
     */
    public static Tally of(String claim, long seed) {
        return new Tally(requireNonNull(claim, "claim"), seed);
    }

    /**
     * One case of a claim, checked on the calling thread.
     *
     * @param <E> what it throws besides unchecked exceptions and {@link AssertionError}
     */
    @FunctionalInterface
    public interface Case<E extends Exception> {
        void check() throws E;
    }

    /**
     * Checks a case and counts it; as a violation if the check throws, whatever it throws.
     *
     * @throws E what the check threw
     */
    public <E extends Exception> void count(Case<E> one) throws E {
        requireNonNull(one, "one");
        tried.incrementAndGet();
        one.check();
        held.incrementAndGet();
    }

    /**
     * Appends the line, as {@link Evidence#append} does; none if no case was tried.
     *
     * @throws IllegalArgumentException if the claim is not written as it should be
     * @throws java.io.UncheckedIOException if the line could not be written
     */
    @Override
    public void close() {
        long count = tried.get();
        if (count > 0) {
            Evidence.append(claim, count, count - held.get(), Duration.ofNanos(System.nanoTime() - start), seed);
        }
    }
}
