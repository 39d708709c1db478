package dev.scalekit.bench;

import java.time.Duration;

/**
 * A load that brings its own loop, because what it waits for is not one thing after the other in each of some threads.
 * Not thread-safe.
 */
@FunctionalInterface
interface OwnLoop {
    /**
     * Runs it once.
     *
     * @param load the threads and the rate that were declared
     * @param warmup how long to run before anything is measured
     * @param measurement how long to measure
     * @throws IllegalStateException if the work was not done
     */
    LoadResult run(Load load, Duration warmup, Duration measurement) throws Exception;
}
