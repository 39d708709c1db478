package dev.scalekit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.BenchmarkResultMetaData;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Version;

/** Results in JMH's own model, which JMH writes as the JSON that its viewers open. Immutable. */
final class RunResults {
    /** The name that JMH's allocation profiler gives to bytes per operation; ours says the same. */
    static final String BYTES = "gc.alloc.rate.norm";

    static final String P50 = "p50";
    static final String P99 = "p99";
    static final String P999 = "p99.9";
    static final String MAX = "max";
    static final String THROUGHPUT = "throughput";
    static final String NOT_STARTED = "notStarted";

    /** What the names of other figures begin with; the rest is the heading of their column. */
    static final String COUNT = "count.";

    private static final String NANOS = "ns/op";

    private RunResults() {}

    /**
     * Makes one result with n forks of the results of n rounds with one fork each, as if JMH had run them in a row.
     *
     * @throws IllegalArgumentException if there is no round
     */
    static RunResult merge(List<RunResult> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("rounds must not be empty");
        }
        List<BenchmarkResult> forks = new ArrayList<>();
        for (RunResult round : rounds) {
            forks.addAll(round.getBenchmarkResults());
        }
        return new RunResult(withForks(rounds.get(0).getParams(), forks.size()), forks);
    }

    private static BenchmarkParams withForks(BenchmarkParams of, int forks) {
        WorkloadParams params = new WorkloadParams();
        of.getParamsKeys().forEach(key -> params.put(key, of.getParam(key), 0));
        return new BenchmarkParams(
                of.getBenchmark(),
                of.generatedBenchmark(),
                of.shouldSynchIterations(),
                of.getThreads(),
                of.getThreadGroups(),
                of.getThreadGroupLabels(),
                forks,
                of.getWarmupForks(),
                of.getWarmup(),
                of.getMeasurement(),
                of.getMode(),
                params,
                of.getTimeUnit(),
                of.getOpsPerInvocation(),
                of.getJvm(),
                of.getJvmArgs(),
                of.getJdkVersion(),
                of.getVmName(),
                of.getVmVersion(),
                of.getJmhVersion(),
                of.getTimeout());
    }

    /** Puts what our driver measured into one fork of one iteration. */
    static RunResult of(Trial trial, Effort effort, LoadResult load) {
        BenchmarkParams params = params(trial, effort);
        IterationResult iteration = new IterationResult(
                params, params.getMeasurement(), new IterationResultMetaData(load.operations(), load.operations()));
        iteration.addResults(List.<Result<?>>of(
                new AverageTimeResult(
                        ResultRole.PRIMARY,
                        trial.method().getName(),
                        load.operations(),
                        Math.round(load.mean() * load.operations()),
                        TimeUnit.NANOSECONDS),
                scalar(P50, load.p50(), NANOS),
                scalar(P99, load.p99(), NANOS),
                scalar(P999, load.p999(), NANOS),
                new ScalarResult(MAX, load.max(), NANOS, AggregationPolicy.MAX),
                scalar(THROUGHPUT, load.perSecond(), "ops/s"),
                new ScalarResult(NOT_STARTED, load.notStarted(), "ops", AggregationPolicy.SUM),
                scalar(BYTES, load.bytes(), "B/op")));
        if (trial.load().isClosedLoop()) {
            iteration.addResult(scalar(CpuTimeProfiler.CPU, load.cpu(), NANOS));
        }
        load.counts().forEach((name, value) -> iteration.addResult(scalar(COUNT + plain(name), value, name)));
        BenchmarkResultMetaData times = new BenchmarkResultMetaData(0, 0, 0, 0, load.operations());
        return new RunResult(params, List.of(new BenchmarkResult(params, List.of(iteration), times)));
    }

    /** JMH does not escape the names of figures, and its writer breaks lines at commas, in them too. */
    private static String plain(String name) {
        if (!name.matches("[\\w /]+")) {
            throw new IllegalArgumentException(
                    "the name of a count has other characters than letters, digits, _, / and blanks: " + name);
        }
        return name;
    }

    private static ScalarResult scalar(String name, double value, String unit) {
        return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
    }

    private static BenchmarkParams params(Trial trial, Effort effort) {
        WorkloadParams params = new WorkloadParams();
        if (!trial.load().isClosedLoop()) {
            params.put("perSecond", String.valueOf(trial.load().perSecond()), 0);
        }
        if (trial.size() != Comparison.NO_SIZE) {
            params.put("size", String.valueOf(trial.size()), 0);
        }
        return new BenchmarkParams(
                trial.benchmark(),
                trial.benchmark(),
                true,
                trial.load().threads(),
                new int[] {1},
                List.of(),
                1,
                0,
                new IterationParams(IterationType.WARMUP, 1, JmhFork.time(effort.warmup()), 1),
                new IterationParams(IterationType.MEASUREMENT, 1, JmhFork.time(effort.measurement()), 1),
                Mode.AverageTime,
                params,
                TimeUnit.NANOSECONDS,
                1,
                "java",
                trial.jvmArgs(),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                Version.getPlainVersion(),
                TimeValue.NONE);
    }
}
