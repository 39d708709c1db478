package dev.scalekit.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a policy has to do, written down from where it is published, as simply as can be; what came first is in front. Not thread-safe.
 */
abstract class Model {
    abstract void hit(Integer key);

    abstract void add(Integer key);

    abstract void remove(Integer key);

    /** The policy has chosen a key; fails if it should not have, and goes on with the right one removed. */
    abstract void evicted(Integer key);

    static Model of(Eviction eviction, int maximum) {
        return switch (eviction) {
            case FIFO -> new OfFifo();
            case SIEVE -> new OfSieve();
            case S3_FIFO -> new OfS3Fifo(maximum);
            case LRU -> new OfLru(maximum);
            case LFU -> new OfLfu(maximum);
            case W_TINY_LFU -> throw new IllegalArgumentException("Caffeine has its own tests");
        };
    }

    private static void requireChosen(Integer key, Integer right) {
        if (!key.equals(right)) {
            throw new AssertionError("evicted " + key + ", not " + right);
        }
    }

    static final class OfFifo extends Model {
        private final Deque<Integer> queue = new ArrayDeque<>();

        @Override
        void hit(Integer key) {}

        @Override
        void add(Integer key) {
            queue.add(key);
        }

        @Override
        void remove(Integer key) {
            queue.remove(key);
        }

        @Override
        void evicted(Integer key) {
            requireChosen(key, queue.remove());
        }
    }

    /** Algorithm 1 of the paper; the hand is an index, at first and after the newest that of the oldest. */
    static final class OfSieve extends Model {
        private final List<Integer> queue = new ArrayList<>();
        private final Set<Integer> visited = new HashSet<>();
        private int hand;

        @Override
        void hit(Integer key) {
            visited.add(key);
        }

        @Override
        void add(Integer key) {
            queue.add(key);
        }

        @Override
        void remove(Integer key) {
            int index = queue.indexOf(key);
            removeAt(index);
            visited.remove(key);
            if (index < hand) {
                hand--;
            }
            hand %= Math.max(1, queue.size());
        }

        private Integer removeAt(int index) {
            Integer key = queue.get(index);
            queue.subList(index, index + 1).clear();
            return key;
        }

        @Override
        void evicted(Integer key) {
            while (visited.remove(queue.get(hand))) {
                hand = (hand + 1) % queue.size();
            }
            requireChosen(key, removeAt(hand));
            hand %= Math.max(1, queue.size());
        }
    }

    /** Algorithm 1 of the paper, with the ghosts as they are tested by themselves. */
    static final class OfS3Fifo extends Model {
        private final int smallMaximum;
        private final Deque<Integer> small = new ArrayDeque<>();
        private final Deque<Integer> main = new ArrayDeque<>();
        private final Map<Integer, Integer> frequencies = new HashMap<>();
        private final Ghosts ghosts;

        OfS3Fifo(int maximum) {
            smallMaximum = Math.max(1, maximum / 10);
            ghosts = new Ghosts(maximum - smallMaximum);
        }

        @Override
        void hit(Integer key) {
            frequencies.computeIfPresent(key, (k, frequency) -> Math.min(3, frequency + 1));
        }

        @Override
        void add(Integer key) {
            (ghosts.remove(key.hashCode()) ? main : small).add(key);
            frequencies.put(key, 0);
        }

        @Override
        void remove(Integer key) {
            small.remove(key);
            main.remove(key);
            frequencies.remove(key);
        }

        @Override
        void evicted(Integer key) {
            Integer right = small.size() >= smallMaximum ? evictSmall() : null;
            if (right == null) {
                right = evictMain();
            }
            frequencies.remove(right);
            requireChosen(key, right);
        }

        private @Nullable Integer evictSmall() {
            while (!small.isEmpty()) {
                Integer tail = small.remove();
                if (frequencies.getOrDefault(tail, 0) <= 1) {
                    ghosts.add(tail.hashCode());
                    return tail;
                }
                frequencies.put(tail, 0);
                main.add(tail);
            }
            return null;
        }

        private Integer evictMain() {
            while (true) {
                Integer tail = main.remove();
                int frequency = frequencies.getOrDefault(tail, 0);
                if (frequency == 0) {
                    return tail;
                }
                frequencies.put(tail, frequency - 1);
                main.add(tail);
            }
        }
    }

    /** Knows of each key in which 1/256 it was last used; who is older than all of these is as old as the oldest. */
    static final class OfLru extends Model {
        private final int step;
        private final Map<Integer, Integer> lastUses = new HashMap<>();
        private int added;

        OfLru(int maximum) {
            step = (maximum + 255) / 256;
        }

        private int now() {
            return added / step;
        }

        @Override
        void hit(Integer key) {
            lastUses.put(key, now());
        }

        @Override
        void add(Integer key) {
            added++;
            lastUses.put(key, now());
        }

        @Override
        void remove(Integer key) {
            lastUses.remove(key);
        }

        @Override
        void evicted(Integer key) {
            int oldest =
                    lastUses.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
            if (lastUses.getOrDefault(key, Integer.MAX_VALUE) > Math.max(oldest, now() - 255)) {
                throw new AssertionError("last use of what was evicted, " + key + " of " + lastUses);
            }
            lastUses.remove(key);
        }
    }

    static final class OfLfu extends Model {
        private final int maximum;
        private final Map<Integer, Integer> counts = new HashMap<>();
        private int added;

        OfLfu(int maximum) {
            this.maximum = maximum;
        }

        @Override
        void hit(Integer key) {
            counts.computeIfPresent(key, (k, count) -> Math.min(63, count + 1));
        }

        @Override
        void add(Integer key) {
            if (added == 2 * maximum) {
                added = 0;
                counts.replaceAll((k, count) -> count / 2);
            }
            added++;
            counts.put(key, 0);
        }

        @Override
        void remove(Integer key) {
            counts.remove(key);
        }

        @Override
        void evicted(Integer key) {
            int lowest =
                    counts.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
            if (counts.getOrDefault(key, Integer.MAX_VALUE) != lowest) {
                throw new AssertionError("count of what was evicted, " + key + " of " + counts);
            }
            counts.remove(key);
        }
    }
}
