package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Writes down what a reliability test has shown: one line {@code claim,count,violations,seconds,seed} in {@code
 * target/evidence.csv} of the module whose tests are running.
 *
 * <p>Lines of several threads and JVMs do not mix: each is one write to a file that is open for appending.
 *
 * <p>Thread-safe.
 */
public final class Evidence {
    private static final Pattern CLAIM = Pattern.compile("[a-z]+\\.[a-z0-9-]+");

    private Evidence() {}

    /**
     * Appends a line; not while a case is replayed ({@link Seeds#isReplay}), which shows nothing. Call it before asserting that there are no violations, so that a failure is written down too; {@link Tally} sees to
     * that.
     *
     * @param claim the module and what is claimed, like {@code queue.crash-states}
     * @param count how many cases were tried, at least 1: nothing tried shows nothing
     * @param violations in how many of them the claim did not hold
     * @param took how long that took; written in seconds, to the millisecond
     * @param seed the seed of the run
     * @throws IllegalArgumentException if an argument is out of bounds
     * @throws UncheckedIOException if the line could not be written
     */
    public static void append(String claim, long count, long violations, Duration took, long seed) {
        if (Seeds.isReplay()) {
            return;
        }
        byte[] line = (line(claim, count, violations, took) + "," + seed + "\n").getBytes(StandardCharsets.US_ASCII);
        Path file = Path.of(System.getProperty("user.dir"), "target", "evidence.csv");
        try {
            Files.createDirectories(file.getParent());
            // Not a FileChannel: an interrupt would close it.
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                out.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not append " + claim + " to " + file, e);
        }
    }

    private static String line(String claim, long count, long violations, Duration took) {
        if (!CLAIM.matcher(requireNonNull(claim, "claim")).matches()) {
            throw new IllegalArgumentException("claim must match " + CLAIM + ": \"" + claim + "\"");
        }
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1: " + count);
        }
        if (violations < 0) {
            throw new IllegalArgumentException("violations must not be negative: " + violations);
        }
        if (requireNonNull(took, "took").isNegative()) {
            throw new IllegalArgumentException("took must not be negative: " + took);
        }
        // Not String.format: in some locales it writes other digits and another decimal separator.
        BigDecimal seconds = BigDecimal.valueOf(took.toMillis(), 3).stripTrailingZeros();
        return claim + "," + count + "," + violations + "," + seconds.toPlainString();
    }
}
