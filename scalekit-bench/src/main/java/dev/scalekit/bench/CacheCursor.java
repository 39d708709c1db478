package dev.scalekit.bench;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** Where a thread is in the requests, and how often it got no value. JMH makes one for each thread. Not thread-safe. */
@State(Scope.Thread)
public class CacheCursor {
    private static final int DISTANCE = 7919;

    private int next;
    private long misses;

    /** Keeps threads from asking for the same key at the same time. */
    @Setup
    public void spread(ThreadParams thread) {
        next = thread.getThreadIndex() * DISTANCE;
    }

    /** Fails the benchmark if a request was not a hit: the time would be that of something else. */
    @TearDown
    public void requireNoMiss() {
        if (misses > 0) {
            throw new IllegalStateException(misses + " of " + next + " requests were no hit");
        }
    }

    int next() {
        return next++;
    }

    @Nullable
    Integer count(@Nullable Integer value) {
        if (value == null) {
            misses++;
        }
        return value;
    }
}
