package dev.scalekit.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs a benchmark by JMH, for what the processor bounds. Not thread-safe. */
final class JmhFork implements Fork {
    /** The field of a state that takes the size of what is measured. */
    private static final String SIZE = "size";

    private final Effort effort;
    private final PrintStream log;

    /** Creates the fork; JMH's report goes to the log, which stays the caller's. */
    JmhFork(Effort effort, PrintStream log) {
        this.effort = effort;
        this.log = log;
    }

    @Override
    public RunResult run(Trial trial) {
        // JMH prints what the fork writes to its standard error on ours, where the progress is.
        PrintStream console = System.err;
        System.setErr(log);
        try {
            return new Runner(options(trial), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
                    .runSingle();
        } catch (RunnerException e) {
            throw new BenchmarkFailedException(trial.benchmark() + " failed: " + reason(e), e);
        } finally {
            System.setErr(console);
        }
    }

    private Options options(Trial trial) {
        Effort lasting = effort.times(trial.declaration().length());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(trial.benchmark()) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(trial.load().threads())
                .forks(1)
                .jvmArgs(JVM_ARGS.toArray(new String[0]))
                .warmupIterations(lasting.warmups())
                .warmupTime(time(lasting.iteration()))
                .measurementIterations(lasting.measurements())
                .measurementTime(time(lasting.iteration()))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuTimeProfiler.class)
                .shouldFailOnError(true);
        return (trial.size() == Comparison.NO_SIZE ? options : options.param(SIZE, String.valueOf(trial.size())))
                .build();
    }

    static TimeValue time(Duration duration) {
        return TimeValue.milliseconds(duration.toMillis());
    }

    /** JMH wraps what a benchmark threw, and hangs the exceptions of its threads on the wrapper. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null || cause.getSuppressed().length > 0) {
            cause = cause.getCause() != null ? cause.getCause() : cause.getSuppressed()[0];
        }
        return cause.toString();
    }
}
