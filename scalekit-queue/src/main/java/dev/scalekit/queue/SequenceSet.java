package dev.scalekit.queue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of sequence numbers, which rise over time and are mostly dense: one bit each, in blocks of 65,536 numbers.
 *
 * <p>A block takes 8 KiB as long as one of its numbers is in the set, so 10 million numbers in a row take 1.2 MiB, and one that is
 * left alone takes 8 KiB. What is asked in the block of the call before takes constant time; to find another block takes the
 * logarithm of how many there are.
 *
 * <p>Not thread-safe.
 */
final class SequenceSet {
    private static final int BITS = 16;

    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private long size;
    /** The block of the last call, since the next call is likely to ask for a neighbour. */
    private @Nullable Block last;

    /**
     * Adds a number.
     *
     * @param number at least 1
     * @return whether it was not there yet
     */
    boolean add(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1: " + number);
        }
        Block block = block(number);
        if (block == null) {
            block = new Block(number >>> BITS);
            blocks.put(block.index, block);
            last = block;
        }
        boolean added = block.add(bit(number));
        size += added ? 1 : 0;
        return added;
    }

    /**
     * Adds the numbers of a range that are in one set and not in another.
     *
     * @param from the first of the range
     * @param to the first after it
     */
    void addAll(SequenceSet numbers, SequenceSet but, long from, long to) {
        long start = Math.max(1, from);
        long end = to - 1;
        if (start > end) {
            return;
        }
        for (Block block : numbers.between(start, end)) {
            int low = block.index == start >>> BITS ? bit(start) : 0;
            int high = block.index == end >>> BITS ? bit(end) : (1 << BITS) - 1;
            addAll(block, but.blocks.get(block.index), low, high);
        }
    }

    private Iterable<Block> between(long start, long end) {
        return blocks.subMap(start >>> BITS, true, end >>> BITS, true).values();
    }

    private void addAll(Block source, @Nullable Block but, int low, int high) {
        Block target = block(source.number(low));
        Block into = target == null ? new Block(source.index) : target;
        int added = into.addAll(source, but, low, high);
        size += added;
        if (target == null && added > 0) {
            blocks.put(into.index, into);
        }
    }

    /** Removes a number, and returns whether it was there. */
    boolean remove(long number) {
        Block block = block(number);
        if (block == null || !block.remove(bit(number))) {
            return false;
        }
        size--;
        if (block.count == 0) {
            blocks.remove(block.index);
            last = null;
        }
        return true;
    }

    boolean contains(long number) {
        Block block = block(number);
        return block != null && block.contains(bit(number));
    }

    long size() {
        return size;
    }

    /** Returns how many bytes of memory it takes, about. */
    long bytes() {
        return blocks.size() * Block.BYTES;
    }

    /** Returns the smallest number; -1 for none. */
    long first() {
        return next(0);
    }

    /** Returns the smallest number from one on, that one included; -1 for none. */
    long next(long from) {
        long start = Math.max(0, from);
        Block same = block(start);
        int found = same == null ? -1 : same.next(bit(start));
        if (same != null && found >= 0) {
            return same.number(found);
        }
        Map.Entry<Long, Block> later = blocks.higherEntry(start >>> BITS);
        // No block is empty, so the first one after has a number.
        return later == null ? -1 : later.getValue().number(later.getValue().next(0));
    }

    /**
     * Counts the numbers of a range.
     *
     * @param from the first of it
     * @param to the first after it
     */
    long count(long from, long to) {
        if (to <= 0 || from >= to) {
            return 0;
        }
        long start = Math.max(0, from);
        long end = to - 1;
        long count = 0;
        for (Block block : between(start, end)) {
            int low = block.index == start >>> BITS ? bit(start) : 0;
            int high = block.index == end >>> BITS ? bit(end) : (1 << BITS) - 1;
            count += block.count(low, high);
        }
        return count;
    }

    /** Takes all numbers, the smallest first; must not change the set. */
    void forEach(LongConsumer consumer) {
        blocks.values().forEach(block -> block.forEach(consumer));
    }

    private @Nullable Block block(long number) {
        long index = number >>> BITS;
        Block block = last;
        if (block == null || block.index != index) {
            block = blocks.get(index);
            last = block == null ? last : block;
        }
        return block;
    }

    private static int bit(long number) {
        return (int) (number & ((1 << BITS) - 1));
    }

    /** The numbers that are the same but for their last 16 bits. */
    private static final class Block {
        /** The words, and what the objects and the entry of the tree take besides. */
        private static final long BYTES = (1 << (BITS - 3)) + 150;

        private final long index;
        private final long[] words = new long[1 << (BITS - 6)];
        private int count;

        Block(long index) {
            this.index = index;
        }

        long number(int bit) {
            return index << BITS | bit;
        }

        boolean contains(int bit) {
            return (words[bit >>> 6] & 1L << bit) != 0;
        }

        boolean add(int bit) {
            if (contains(bit)) {
                return false;
            }
            words[bit >>> 6] |= 1L << bit;
            count++;
            return true;
        }

        boolean remove(int bit) {
            if (!contains(bit)) {
                return false;
            }
            words[bit >>> 6] &= ~(1L << bit);
            count--;
            return true;
        }

        /** Adds what is in one block and not in another, from one bit to another, and returns how many that were. */
        int addAll(Block source, @Nullable Block but, int low, int high) {
            int before = count;
            for (int at = low >>> 6; at <= high >>> 6; at++) {
                long mask =
                        (at == low >>> 6 ? -1L << low : -1L) & (at == high >>> 6 ? -1L >>> (63 - (high & 63)) : -1L);
                long added = source.words[at] & mask & ~words[at] & (but == null ? -1L : ~but.words[at]);
                words[at] |= added;
                count += Long.bitCount(added);
            }
            return count - before;
        }

        int next(int from) {
            int at = from >>> 6;
            long word = words[at] & -1L << from;
            while (word == 0 && at < words.length - 1) {
                at++;
                word = words[at];
            }
            return word == 0 ? -1 : (at << 6) + Long.numberOfTrailingZeros(word);
        }

        /** Counts from one bit to another, both included. */
        int count(int low, int high) {
            if (low == 0 && high == (1 << BITS) - 1) {
                return count;
            }
            int first = low >>> 6;
            int end = high >>> 6;
            long head = -1L << low;
            long tail = -1L >>> (63 - (high & 63));
            if (first == end) {
                return Long.bitCount(words[first] & head & tail);
            }
            int between = Arrays.stream(words, first + 1, end)
                    .mapToInt(Long::bitCount)
                    .sum();
            return Long.bitCount(words[first] & head) + between + Long.bitCount(words[end] & tail);
        }

        void forEach(LongConsumer consumer) {
            for (int at = 0; at < words.length; at++) {
                for (long word = words[at]; word != 0; word &= word - 1) {
                    consumer.accept(number((at << 6) + Long.numberOfTrailingZeros(word)));
                }
            }
        }
    }
}
