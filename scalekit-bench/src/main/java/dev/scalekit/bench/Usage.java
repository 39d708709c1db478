package dev.scalekit.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What the process has used of the machine: processor time with the work of JIT and garbage collector, and allocation.
 *
 * @param cpuNanos the processor time in nanoseconds
 * @param bytes the allocated bytes
 */
record Usage(long cpuNanos, long bytes) {

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /** The processor time that the process has used so far, in nanoseconds. */
    static long processCpuNanos() {
        return PROCESS.getProcessCpuTime();
    }

    /** Begins a measurement. */
    static Meter start() {
        return new Meter(processCpuNanos(), allocated());
    }

    private static Map<Long, Long> allocated() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                byThread.put(ids[i], bytes[i]);
            }
        }
        return byThread;
    }

    /** The readings at the beginning of a measurement. */
    record Meter(long cpuNanos, Map<Long, Long> bytesByThread) {

        /** What was used since; without the allocation of threads that have ended, which nobody counts. */
        Usage read() {
            long cpu = processCpuNanos() - cpuNanos;
            long bytes = 0;
            for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
                bytes += thread.getValue() - bytesByThread.getOrDefault(thread.getKey(), 0L);
            }
            return new Usage(cpu, bytes);
        }
    }
}
