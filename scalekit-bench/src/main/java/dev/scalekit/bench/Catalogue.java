package dev.scalekit.bench;

import java.util.List;

/** What there is to measure: a new benchmark class is added here. Immutable. */
final class Catalogue {
    private static final List<Class<?>> BENCHMARKS = List.of(
            CacheHit.class,
            TimedHit.class,
            MixedHit.class,
            EvictingMiss.class,
            ThousandCallers.class,
            HangingLoad.class,
            CacheBytes.class,
            DurableAppend.class,
            DurableSend.class,
            PipelinedSend.class,
            SendHandleAck.class,
            DeepBacklog.class,
            OpenQueue.class,
            ManyProducers.class,
            PickEndpoint.class,
            LeaseEndpoint.class,
            SlowEndpoint.class,
            UseConnection.class,
            DistantRead.class,
            Outage.class,
            ReadRequest.class,
            WriteRequest.class,
            Journey.class,
            TouchWindow.class,
            EndAll.class,
            CleanUp.class);

    private Catalogue() {}

    /** All comparisons that this JDK can run, in the order in which they are printed. */
    static List<Comparison> comparisons() {
        return BENCHMARKS.stream()
                .flatMap(type -> Comparison.of(type).stream())
                .filter(comparison -> comparison.declaration().lowestJdk()
                        <= Runtime.version().feature())
                .toList();
    }

    /** The names of the modules that have a comparison. */
    static List<String> modules() {
        return comparisons().stream()
                .map(comparison -> comparison.declaration().module())
                .distinct()
                .toList();
    }
}
