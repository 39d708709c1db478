/**
 * Measures what each building block costs, against what one would use instead, and how far it is from the limit.
 *
 * <p><b>Problem.</b> A time in nanoseconds says more about the machine, the hour and the order of the runs than about the
 * code. So ours, the peers and the limit run side by side in one call, in shuffled rounds, each time in a fresh JVM
 * ({@link dev.scalekit.bench.Rounds}), and only quotients within a round are quoted
 * ({@link dev.scalekit.bench.Estimate}).
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.bench.Bench} is the program, {@link dev.scalekit.bench.Call} its command
 * line. A benchmark is a class with {@link dev.scalekit.bench.Compare}, whose methods are rows by
 * {@link dev.scalekit.bench.Subject}, and that is listed in {@link dev.scalekit.bench.Catalogue}. What the processor
 * bounds is a JMH benchmark ({@link dev.scalekit.bench.CacheHit} shows it); what waits for disk, database or network
 * makes an {@link dev.scalekit.bench.Operation} for each thread ({@link dev.scalekit.bench.DurableAppend}) and is driven
 * by {@link dev.scalekit.bench.LoadDriver}; what is neither brings its own loop
 * ({@link dev.scalekit.bench.SlowEndpoint}). What the clock does not show is counted
 * ({@link dev.scalekit.bench.Counted}; {@link dev.scalekit.bench.ReadRequest} counts round trips). What has to be reached is a line beside the benchmark:
 * {@link dev.scalekit.bench.Goal}.
 *
 * <p><b>Guaranteed.</b> All subjects of a table get the same keys, the same JVM options (but for those that one cannot run
 * without, which are in its {@link dev.scalekit.bench.Subject}) and as many rounds. A benchmark
 * that did not do its work fails the run. Tables, files and the page of benchmarks are made from the same JSON
 * ({@link dev.scalekit.bench.ResultFile}), which is JMH's format.
 *
 * <p><b>Not guaranteed.</b> That a figure holds on another machine, or says anything about more cores than were used.
 */
@NullMarked
package dev.scalekit.bench;

import org.jspecify.annotations.NullMarked;
