package dev.scalekit.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Objects;

/** What of the heap is reachable. Immutable. */
final class LiveHeap {
    private LiveHeap() {}

    /**
     * Collects all garbage until there is no less of it, because some is let go by others meanwhile, and returns the bytes that the
     * collector found to be live. What was allocated since, in buffers of threads by the hundred kilobytes, is not in it.
     */
    static long bytes() {
        long before;
        long now = Long.MAX_VALUE;
        do {
            before = now;
            System.gc();
            now = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .map(MemoryPoolMXBean::getCollectionUsage)
                    .filter(Objects::nonNull)
                    .mapToLong(MemoryUsage::getUsed)
                    .sum();
        } while (now < before);
        return now;
    }
}
