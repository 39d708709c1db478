package dev.scalekit.cache;

/** What one thread does, a step at a time; each step is one for all others too. Not thread-safe. */
interface Act {
    boolean isOver();

    /** Whether it could go on: who waits cannot. */
    boolean isReady();

    void step();
}
