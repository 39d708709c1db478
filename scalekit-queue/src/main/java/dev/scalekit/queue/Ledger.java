package dev.scalekit.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is durable: which messages each group still has to do, and in which segment they are. Thread-safe. */
final class Ledger {
    /*
     * Changed by the writer only, after the force; the others read. The lock is the innermost of all: nothing is called
     * and nothing is read from the disk while it is held.
     *
     * Each id is in one range, and so in one segment, at most: where a frame with that id is in another segment, it is what
     * a message that was moved has left behind, or what an interrupted move has written in vain.
     */
    private final ReentrantLock lock = new ReentrantLock();
    private final List<GroupLedger> groups;
    /** By their lowest id. */
    private final NavigableMap<Long, Range> ranges;

    private Relocation last = new Relocation(0, List.of());

    Ledger(List<GroupLedger> groups, NavigableMap<Long, Range> ranges) {
        this.groups = List.copyOf(groups);
        this.ranges = new TreeMap<>(ranges);
    }

    int groupCount() {
        return groups.size();
    }

    GroupsRecord.Declared declared(int group) {
        return groups.get(group).declared();
    }

    /** Does something with one group while nobody else does. */
    <R extends @Nullable Object> R with(int group, Function<GroupLedger, R> use) {
        lock.lock();
        try {
            return use.apply(groups.get(group));
        } finally {
            lock.unlock();
        }
    }

    /** Notes messages that were stored behind all others; every group has to do them. */
    void stored(Range range, long[] ids) {
        lock.lock();
        try {
            for (GroupLedger group : groups) {
                for (long id : ids) {
                    group.store(id);
                }
            }
            append(ranges, range);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a range behind the others, to the last one if that is in the same segment. */
    static void append(NavigableMap<Long, Range> ranges, Range range) {
        Map.Entry<Long, Range> last = ranges.lastEntry();
        if (last != null && last.getValue().segment() == range.segment()) {
            ranges.put(last.getKey(), last.getValue().with(range));
        } else {
            ranges.put(range.from(), range);
        }
    }

    boolean isOpen(int group, long id) {
        return with(group, ledger -> ledger.open().contains(id));
    }

    long depth(int group) {
        return with(group, ledger -> ledger.open().size());
    }

    /** Returns how many acknowledgements are still to come, at most. */
    long outstanding() {
        lock.lock();
        try {
            return groups.stream()
                    .mapToLong(group -> group.open().size() + group.dead().size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the depth of the group that has the most to do. */
    long deepest() {
        lock.lock();
        try {
            return groups.stream().mapToLong(group -> group.open().size()).max().orElse(0);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the range that an id is in, or the next one behind it; null behind the last. */
    @Nullable
    Range rangeFrom(long id) {
        lock.lock();
        try {
            Map.Entry<Long, Range> at = ranges.floorEntry(id);
            if (at != null && at.getValue().holds(id)) {
                return at.getValue();
            }
            Map.Entry<Long, Range> next = ranges.higherEntry(id);
            return next == null ? null : next.getValue();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether messages are in a segment. */
    boolean hasSegment(long segment) {
        lock.lock();
        try {
            return ranges.values().stream().anyMatch(range -> range.segment() == segment);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what the groups have made of a message; empty if none of them needs it any more. */
    Optional<List<CopyRecord.Fate>> fates(long id) {
        lock.lock();
        try {
            if (groups.stream().noneMatch(group -> group.needs(id))) {
                return Optional.empty();
            }
            List<CopyRecord.Fate> fates = new ArrayList<>();
            for (GroupLedger group : groups) {
                CopyRecord.Fate fate = group.fate(id);
                if (fate != null) {
                    fates.add(fate);
                }
            }
            return Optional.of(fates);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the ranges of a segment in the order of their ids, without those that nobody needs. */
    List<Range> needed(long segment) {
        lock.lock();
        try {
            return ranges.values().stream()
                    .filter(range -> range.segment() == segment && live(range) > 0)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the one behind the highest id of a segment; 0 for none. */
    long behind(long segment) {
        lock.lock();
        try {
            return ranges.values().stream()
                    .filter(range -> range.segment() == segment)
                    .mapToLong(Range::to)
                    .max()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    /** Returns about how many bytes the messages have that somebody needs. */
    long liveBytes() {
        lock.lock();
        try {
            return ranges.values().stream().mapToLong(this::liveBytes).sum();
        } finally {
            lock.unlock();
        }
    }

    private long liveBytes(Range range) {
        return range.messages() == 0 ? 0 : range.bytes() * live(range) / range.messages();
    }

    private long live(Range range) {
        long most = 0;
        for (GroupLedger group : groups) {
            most = Math.max(most, group.needed(range));
        }
        return Math.min(most, range.messages());
    }

    /**
     * Notes where messages are now, and that the segments before are gone.
     *
     * @param to the ranges that they are in now
     */
    void moved(List<Range> to, Relocation relocation) {
        lock.lock();
        try {
            to.forEach(range -> ranges.put(range.from(), range));
            ranges.values().removeIf(range -> range.segment() < relocation.firstLive());
            groups.forEach(group -> group.relocate(relocation));
            last = relocation;
        } finally {
            lock.unlock();
        }
    }

    /** Returns where a message is that was at a location before the last move. */
    long current(long location) {
        lock.lock();
        try {
            return last.of(location);
        } finally {
            lock.unlock();
        }
    }
}
