package dev.scalekit.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table whose rows say how often they were written, and from which version on each must be seen. Thread-safe. */
final class Ledger {
    private final AtomicIntegerArray rows;
    private final AtomicIntegerArray acknowledged;

    /** Whoever puts has nobody write beside him, as the last one to come need not be the last to commit. */
    private final List<ReadWriteLock> writers;

    private final boolean hasGaps;

    /** What was read of a row. Immutable. */
    record Version(int key, int number) {}

    /** @param hasGaps whether some versions say that there is nothing */
    Ledger(int keys, boolean hasGaps) {
        this.rows = new AtomicIntegerArray(keys);
        this.acknowledged = new AtomicIntegerArray(keys);
        this.writers = Stream.<ReadWriteLock>generate(ReentrantReadWriteLock::new)
                .limit(keys)
                .toList();
        this.hasGaps = hasGaps;
    }

    @Nullable
    Version read(int key) {
        int number = rows.get(key);
        return isGap(number) ? null : new Version(key, number);
    }

    /** Returns the number of the new version. */
    int write(int key) {
        return rows.incrementAndGet(key);
    }

    boolean isGap(int number) {
        return hasGaps && number % 16 == 7;
    }

    ReadWriteLock writers(int key) {
        return writers.get(key);
    }

    /** From now on who begins to read must not get an older one. */
    void acknowledge(int key, int number) {
        acknowledged.accumulateAndGet(key, number, Math::max);
    }

    int acknowledged(int key) {
        return acknowledged.get(key);
    }

    int newest(int key) {
        return rows.get(key);
    }

    /** @param mustSee what was acknowledged when the read began */
    void require(int key, int mustSee, @Nullable Version read) {
        int newest = rows.get(key);
        boolean isRight = read == null
                ? IntStream.rangeClosed(mustSee, newest).anyMatch(this::isGap)
                : read.key == key && read.number >= mustSee && read.number <= newest;
        if (!isRight) {
            throw new AssertionError("of " + key + " " + mustSee + " was acknowledged, " + newest
                    + " is the newest, and read was " + read);
        }
    }

    @Override
    public String toString() {
        return "Ledger[" + rows + ", acknowledged " + acknowledged + "]";
    }
}
