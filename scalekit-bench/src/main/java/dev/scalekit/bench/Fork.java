package dev.scalekit.bench;

import java.util.List;
import org.openjdk.jmh.results.RunResult;

/** Runs a trial once, in a JVM that is started for it. Not thread-safe. */
@FunctionalInterface
interface Fork {
    /** What every subject gets; a fixed heap, so that its growth is no part of what is measured. */
    List<String> JVM_ARGS = List.of("-Xms1g", "-Xmx1g");

    /**
     * Runs the trial and returns the result of the one fork.
     *
     * @throws BenchmarkFailedException if the benchmark threw or did not do its work
     */
    RunResult run(Trial trial);
}
