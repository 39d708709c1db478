package dev.scalekit.examples.demo;

import java.util.List;

/** All steps that there are, in their order: a new one is added here. Their numbers are the road's, which has gaps yet. */
final class Steps {
    static final List<Step> ALL = List.of(
            new OneServer(),
            new ThreeServers(),
            new Replicas(),
            new CachedReads(),
            new QueuedPageViews(),
            new TwoRegions());

    private Steps() {}

    /** Returns the last one that there is. */
    static Step last() {
        return ALL.get(ALL.size() - 1);
    }

    /** Returns those that are built for a step, itself the last. */
    static List<Step> upTo(int number) {
        return ALL.stream().filter(step -> step.number() <= number).toList();
    }
}
