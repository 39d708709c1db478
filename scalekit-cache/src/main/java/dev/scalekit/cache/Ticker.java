package dev.scalekit.cache;

/** How long something took. Thread-safe. */
@FunctionalInterface
interface Ticker {
    /** Returns nanoseconds since some moment; only differences mean something. */
    long nanos();

    static Ticker system() {
        return System::nanoTime;
    }
}
