package dev.scalekit.routing.balance;

/**
 * Bits that look random, made from others: the finalizer and the increment of SplitMix64 (Steele, Lea and Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014), and FNV-1a (draft-eastlake-fnv) for texts. Their values
 * are part of what the balancer promises: keys stay where they are over releases. Not instantiable.
 */
final class Mix {
    /** 2^64 divided by the golden ratio, made odd. */
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private Mix() {}

    static long mix(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    /** Returns bits that have nothing to do with the given ones, but are always the same for them. */
    static long next(long bits) {
        return mix(bits + GOLDEN);
    }

    /** Hashes a text by its UTF-16 code units, so that no text is refused. */
    static long hash(String text) {
        long hash = FNV_BASIS;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            hash = (hash ^ (unit & 0xFF)) * FNV_PRIME;
            hash = (hash ^ (unit >>> 8)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** Returns a number from 0 to {@code bound - 1}; by the upper half of the bits. */
    static int below(int bound, long bits) {
        return (int) (((bits >>> 32) * bound) >>> 32);
    }

    /** Returns a number above 0 and below 1. */
    static double unit(long bits) {
        // Not of 53 bits: half of the last one more would be rounded, and the highest number would be 1.
        return ((bits >>> 12) + 0.5) * 0x1p-52;
    }
}
