package dev.scalekit.bench;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Reports the processor time of an operation beside its wall time: on a machine that is shared, the wall clock also
 * counts while others run. It is the time of the whole process, so it includes the threads that a subject, the JIT or
 * the garbage collector runs in the background.
 *
 * <p>JMH creates it by name in the fork. Not thread-safe.
 */
public final class CpuTimeProfiler implements InternalProfiler {
    /** The name of the result in JMH's files. */
    static final String CPU = "cpu";

    private long before;

    @Override
    public String getDescription() {
        return "Processor time of the process per operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        before = Usage.processCpuNanos();
    }

    @Override
    public Collection<ScalarResult> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double perOperation = (double) (Usage.processCpuNanos() - before)
                / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(CPU, perOperation, "ns/op", AggregationPolicy.AVG));
    }
}
