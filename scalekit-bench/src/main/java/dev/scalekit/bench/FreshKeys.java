package dev.scalekit.bench;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Keys that nobody has asked for yet, so that each is a miss, and how many had a wrong value. JMH makes one for each thread. Not
 * thread-safe.
 */
@State(Scope.Thread)
public class FreshKeys {
    /** More than any thread asks for in a run; the last share is left to whoever fills the caches. */
    private static final int SHARE = 1 << 28;

    static final int FILLING = -SHARE;

    private int next;
    private long wrong;

    /** Gives each thread keys of its own. */
    @Setup
    public void spread(ThreadParams thread) {
        next = thread.getThreadIndex() * SHARE;
    }

    /** Fails the benchmark if a cache has mixed up its keys. */
    @TearDown
    public void requireRight() {
        if (wrong > 0) {
            throw new IllegalStateException(wrong + " values were not those of their keys");
        }
    }

    Integer next() {
        return CacheKeys.key(next++);
    }

    /** Notes what a cache has for a key; returns it. */
    @Nullable
    Integer check(Integer key, @Nullable Integer value) {
        if (!Objects.equals(value, CacheKeys.value(key))) {
            wrong++;
        }
        return value;
    }
}
