package dev.scalekit.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures things that wait: runs an operation in each of some threads, first to warm up, then to measure.
 *
 * <p>JMH is built for what the processor bounds: it cannot keep a rate, and counts from when an operation started. Each
 * measurement needs a driver of its own. Not thread-safe.
 */
final class LoadDriver {
    private final LoadClock clock;
    private final Counted counted;

    LoadDriver(LoadClock clock) {
        this(clock, Counted.NOTHING);
    }

    /** Creates a driver that reads what {@code counted} counts before and after each measurement. */
    LoadDriver(LoadClock clock, Counted counted) {
        this.clock = clock;
        this.counted = counted;
    }

    /** Makes the operation of a thread, counted from 0; called once for each, one after the other. */
    @FunctionalInterface
    interface Operations {
        Operation open(int thread) throws Exception;
    }

    /**
     * Runs the load and closes all operations.
     *
     * @throws Exception what an operation threw while it was made, run or closed
     */
    LoadResult run(Operations operations, Load load, Duration warmup, Duration measurement) throws Exception {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "scalekit-bench-load-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
        ExecutorService executor = Executors.newFixedThreadPool(load.threads(), threads);
        try (Open open = new Open()) {
            for (int thread = 0; thread < load.threads(); thread++) {
                open.operations.add(operations.open(thread));
            }
            measure(executor, open, load, warmup);
            return measure(executor, open, load, measurement);
        } finally {
            executor.shutdownNow();
        }
    }

    private LoadResult measure(ExecutorService executor, Open open, Load load, Duration length) throws Exception {
        Map<String, Long> before = counted.counts();
        Usage.Meter meter = Usage.start();
        long start = clock.nanos();
        List<Callable<ThreadResult>> loops = new ArrayList<>();
        for (int thread = 0; thread < load.threads(); thread++) {
            LoadLoop loop = new LoadLoop(clock, open.operations.get(thread), load, thread);
            loops.add(() -> {
                Latencies latencies = new Latencies();
                return new ThreadResult(latencies, loop.run(start, length, latencies::add));
            });
        }
        List<Future<ThreadResult>> results = executor.invokeAll(loops);
        double seconds = (clock.nanos() - start) / 1e9;
        Usage used = meter.read();
        Map<String, Long> after = counted.counts();

        Latencies all = new Latencies();
        long notStarted = 0;
        for (Future<ThreadResult> result : results) {
            ThreadResult ofThread = get(result);
            all.addAll(ofThread.latencies());
            notStarted += ofThread.notStarted();
        }
        return LoadResult.of(all, notStarted, seconds, used).counting(before, after);
    }

    private static ThreadResult get(Future<ThreadResult> result) throws Exception {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }

    private record ThreadResult(Latencies latencies, long notStarted) {}

    /** The operations of all threads; closes each, even after one that fails to close. */
    private static final class Open implements AutoCloseable {
        private final List<Operation> operations = new ArrayList<>();

        @Override
        public void close() throws IOException {
            if (operations.isEmpty()) {
                return;
            }
            Operation last = operations.remove(operations.size() - 1);
            try (last) {
                close();
            }
        }
    }
}
