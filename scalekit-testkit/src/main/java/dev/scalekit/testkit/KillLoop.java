package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Runs a program in a JVM of its own, kills it by SIGKILL at a seeded moment, checks what it left, and starts it again.
 *
 * <p>The program works until it is killed and tells what it does: before an operation {@link #attempt}, after it {@link
 * #acknowledge}. What it told is in this JVM's memory and in a pipe of the kernel, so the kill takes none of it. The check
 * then opens the files as the next start would and compares.
 *
 * <p>The seed fixes after how many acknowledgements, and how long after the last of them, the kill comes; where the program
 * is at that moment is up to the machine. Zero failures in n cycles bound the rate of failure by 3/n (95 %), no better
 * (Hanley and Lippman-Hand, JAMA 249 (1983), "If nothing goes wrong, is everything all right?"). Not thread-safe.
 */
public final class KillLoop {
    private static final char ATTEMPTED = '?';
    private static final char ACKNOWLEDGED = '!';
    /** The exit code after SIGKILL. */
    private static final int KILLED = 128 + 9;

    private static final long PIECE_NANOS = Duration.ofMillis(50).toNanos();

    private final Class<?> program;
    private final List<String> arguments;
    private int cycles = 50;
    private int maximumAcknowledgements = 200;
    private Duration maximumDelay = Duration.ofMillis(2);
    private Duration maximumStart = Duration.ofMillis(400);
    private Duration maximumWait = Duration.ofSeconds(30);

    private KillLoop(Class<?> program, List<String> arguments) {
        this.program = program;
        this.arguments = arguments;
    }

    /**
     * Prepares a loop.
     *
     * @param program a class with {@code main}; it must not end by itself
     * @param arguments handed to each start, the folder to work in among them
     */
    public static KillLoop of(Class<?> program, String... arguments) {
        return new KillLoop(requireNonNull(program, "program"), List.of(arguments));
    }

    /** Sets the number of kills, at least 1. Default: 50. */
    public KillLoop cycles(int cycles) {
        if (cycles < 1) {
            throw new IllegalArgumentException("cycles must be at least 1: " + cycles);
        }
        this.cycles = cycles;
        return this;
    }

    /** Sets how many acknowledgements a cycle may see before the kill, at least 1. Default: 200. */
    public KillLoop maximumAcknowledgements(int maximum) {
        if (maximum < 1) {
            throw new IllegalArgumentException("maximumAcknowledgements must be at least 1: " + maximum);
        }
        this.maximumAcknowledgements = maximum;
        return this;
    }

    /** Sets how long after the last counted acknowledgement the kill comes at most. Default: 2 ms. */
    public KillLoop maximumDelay(Duration maximum) {
        if (maximum.isNegative()) {
            throw new IllegalArgumentException("maximumDelay must not be negative: " + maximum);
        }
        this.maximumDelay = maximum;
        return this;
    }

    /**
     * Sets when a kill during the start comes at most, counted from the start of the process; one kill in eight is of
     * this kind. Default: 400 ms, the start of a JVM on a busy machine with some files to read; what starts sooner spends
     * the rest at work.
     */
    public KillLoop maximumStart(Duration maximum) {
        if (maximum.isNegative()) {
            throw new IllegalArgumentException("maximumStart must not be negative: " + maximum);
        }
        this.maximumStart = maximum;
        return this;
    }

    /**
     * Sets how long a cycle waits at most for the acknowledgements that it wants before the kill, more than zero; a program
     * that takes longer hangs. Default: 30 s, many times what 200 acknowledgements take.
     */
    public KillLoop maximumWait(Duration maximum) {
        if (maximum.isNegative() || maximum.isZero()) {
            throw new IllegalArgumentException("maximumWait must be positive: " + maximum);
        }
        this.maximumWait = maximum;
        return this;
    }

    /**
     * What a killed program had told.
     *
     * @param number 1 for the first cycle
     * @param attempted operations begun in this cycle, in the order told
     * @param acknowledged operations done in this cycle, in the order told; whatever was attempted and is not here may or
     *     may not have happened
     */
    public record Cycle(int number, List<String> attempted, List<String> acknowledged) {}

    /** Looks at what a killed program left. Called on the thread of {@link #run}; throws what shows the failure. */
    @FunctionalInterface
    public interface Check {
        void check(Cycle cycle) throws Exception;
    }

    /**
     * Runs all cycles.
     *
     * @param seed fixes the moments of the kills; it is in the message of a failure
     * @return how many operations were acknowledged in all
     * @throws AssertionError if the check throws, with cycle and seed; the check's own failure is the cause. Also if the
     *     program hangs; it is killed then
     * @throws IllegalStateException if the program ends by itself, with cycle and seed, its exit code and what it wrote to
     *     standard error; that is not a kill, whenever it happens
     */
    public long run(long seed, Check check) {
        RandomGenerator random = Seeds.random(seed);
        long acknowledged = 0;
        for (int number = 1; number <= cycles; number++) {
            String name = "Cycle " + number + " of " + cycles + " (" + program.getSimpleName() + ", seed " + seed + ")";
            Cycle cycle = runAndKill(number, name, random);
            acknowledged += cycle.acknowledged().size();
            try {
                check.check(cycle);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        name + " after " + cycle.acknowledged().size() + " acknowledgements: " + e.getMessage(), e);
            }
        }
        return acknowledged;
    }

    /** Told by the program before it begins an operation. One line; returns when the kernel has it. */
    public static void attempt(String operation) {
        tell(ATTEMPTED, operation);
    }

    /** Told by the program once an operation is done and must survive. One line; returns when the kernel has it. */
    public static void acknowledge(String operation) {
        tell(ACKNOWLEDGED, operation);
    }

    private Cycle runAndKill(int number, String name, RandomGenerator random) {
        // One kill in eight comes while the program starts, and with it while it recovers from the kill before.
        boolean early = random.nextInt(8) == 0;
        int wanted = early ? 0 : random.nextInt(1, maximumAcknowledgements + 1);
        long delay = random.nextLong((early ? maximumStart : maximumDelay).toNanos() + 1);
        List<String> attempted = new ArrayList<>();
        List<String> acknowledged = new ArrayList<>();
        Path errors = errorFile();
        try (OwnedProcess process =
                OwnedProcess.startPiped(program.getSimpleName(), ChildJvm.command(program, arguments), errors)) {
            Watchdog watchdog = new Watchdog(program.getSimpleName(), maximumWait, () -> end(process));
            try (watchdog) {
                while (acknowledged.size() < wanted && read(process, attempted, acknowledged)) {
                    // Counts.
                }
            }
            if (watchdog.hasExpired()) {
                throw new AssertionError(name + " after " + acknowledged.size() + " acknowledgements: " + process
                        + " hangs, " + wanted + " did not come within " + maximumWait + ": "
                        + Files.readString(errors));
            }
            if (acknowledged.size() == wanted) {
                parkWhileAlive(process, delay);
                process.kill();
            }
            process.awaitExit(Duration.ofSeconds(10));
            int exitCode = process.exitCode().orElse(-1);
            if (exitCode != KILLED) {
                throw new IllegalStateException(name + " after " + acknowledged.size() + " acknowledgements: " + process
                        + " ended by itself, exit code " + exitCode + ": " + Files.readString(errors));
            }
            while (read(process, attempted, acknowledged)) {
                // What it told between the last counted line and its death.
            }
            return new Cycle(number, List.copyOf(attempted), List.copyOf(acknowledged));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        } finally {
            errors.toFile().delete();
        }
    }

    /** With what it has started: that holds the pipe, too. */
    private static void end(OwnedProcess process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.kill();
    }

    /** In one piece, as exactly as the machine can, unless it is a long time: a program that ended is not waited for. */
    private static void parkWhileAlive(OwnedProcess process, long nanos) {
        long left = nanos;
        for (long start = System.nanoTime();
                left > 0 && process.isAlive();
                left = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(Math.min(left, PIECE_NANOS));
        }
    }

    /** Takes in one line; false at the end of the output. A line is one write of the child, so it is whole or not there. */
    private static boolean read(OwnedProcess process, List<String> attempted, List<String> acknowledged)
            throws IOException {
        String line = process.output().readLine();
        if (line == null) {
            return false;
        }
        String operation = line.substring(Math.min(1, line.length()));
        if (line.startsWith(String.valueOf(ACKNOWLEDGED))) {
            acknowledged.add(operation);
        } else if (line.startsWith(String.valueOf(ATTEMPTED))) {
            attempted.add(operation);
        }
        return true;
    }

    private static Path errorFile() {
        try {
            return Files.createTempFile(
                    "scalekit-kill-loop-" + ProcessHandle.current().pid() + "-", ".err");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One write of at most PIPE_BUF bytes is atomic (POSIX write(2)): a kill leaves no half line. */
    private static void tell(char verb, String operation) {
        byte[] line = (verb + operation + "\n").getBytes(StandardCharsets.UTF_8);
        if (operation.indexOf('\n') >= 0 || line.length > 4096) {
            throw new IllegalArgumentException(
                    "An operation is told in one line of at most 4094 bytes: " + line.length + " bytes");
        }
        synchronized (System.out) {
            System.out.write(line, 0, line.length);
            System.out.flush();
        }
    }
}
