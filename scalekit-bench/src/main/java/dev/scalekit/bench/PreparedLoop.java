package dev.scalekit.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs an operation again and again that needs something prepared each time, which is not measured. Not thread-safe.
 *
 * @param clock the clock that it is measured by
 * @param counted what else is counted while the operation runs
 * @param preparation makes what one operation uses up
 * @param operation is measured
 */
record PreparedLoop(LoadClock clock, Counted counted, Step preparation, Step operation) implements OwnLoop {
    /** One half of it. */
    interface Step {
        void run() throws Exception;
    }

    /** Runs it for at least so long, preparations included, and at least once in the warm-up and in the measurement. */
    @Override
    public LoadResult run(Load load, Duration warmup, Duration measurement) throws Exception {
        LoadResult unused = run(warmup);
        return run(measurement);
    }

    private LoadResult run(Duration length) throws Exception {
        Latencies latencies = new Latencies();
        Map<String, Long> counts = new HashMap<>();
        long cpu = 0;
        long bytes = 0;
        long end = clock.nanos() + length.toNanos();
        do {
            preparation.run();
            Map<String, Long> before = counted.counts();
            Usage.Meter meter = Usage.start();
            long begun = clock.nanos();
            operation.run();
            latencies.add(clock.nanos() - begun);
            Usage used = meter.read();
            cpu += used.cpuNanos();
            bytes += used.bytes();
            counted.counts()
                    .forEach((name, count) -> counts.merge(name, count - before.getOrDefault(name, 0L), Long::sum));
        } while (clock.nanos() - end < 0);
        double seconds = latencies.mean() * latencies.count() / 1e9;
        return LoadResult.of(latencies, 0, seconds, new Usage(cpu, bytes)).counting(Map.of(), counts);
    }
}
