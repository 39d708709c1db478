package dev.scalekit.bench;

import java.time.Duration;

/** For how long entries are served that have a time. Immutable. */
final class Lifetimes {
    /** Longer than any run: what is measured is that it is looked at, not that it is over. */
    static final Duration LONG = Duration.ofHours(1);

    private Lifetimes() {}
}
