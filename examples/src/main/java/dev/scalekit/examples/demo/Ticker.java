package dev.scalekit.examples.demo;

/** How long something took. */
@FunctionalInterface
interface Ticker {
    /** Returns nanoseconds since some moment; only differences mean something. */
    long nanos();

    static Ticker system() {
        return System::nanoTime;
    }
}
