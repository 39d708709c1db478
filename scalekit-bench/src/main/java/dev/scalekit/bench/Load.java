package dev.scalekit.bench;

/**
 * How a subject is driven.
 *
 * @param threads the number of threads, at least 1
 * @param perSecond the operations that start in a second over all threads, or 0 for a closed loop: the next one starts
 *     when the last one is done
 */
record Load(int threads, int perSecond) {

    Load {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (perSecond < 0) {
            throw new IllegalArgumentException("perSecond must not be negative: " + perSecond);
        }
    }

    /** The load in words, for a heading. */
    String words() {
        String atRate = isClosedLoop() ? "" : ", " + perSecond + " operations a second";
        return threads + (threads == 1 ? " thread" : " threads") + atRate;
    }

    boolean isClosedLoop() {
        return perSecond == 0;
    }
}
