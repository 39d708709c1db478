package dev.scalekit.queue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** What a queue was built with, checked by {@link FileQueueBuilder}. Immutable. */
record Options(
        Groups groups,
        Limits limits,
        Redelivery redelivery,
        Deduplication deduplication,
        QueueListener listener,
        Time time) {
    /** The group of a queue without named groups. */
    static final String DEFAULT_GROUP = "default";

    /** Hears nothing, so nothing need be told. */
    static final QueueListener SILENT = new QueueListener() {};

    boolean isSilent() {
        return listener == SILENT;
    }

    /**
     * @param names at least one
     * @param dropped those to forget, with all that they have not done
     */
    record Groups(List<String> names, Set<String> dropped) {
        Groups {
            names = List.copyOf(names);
            dropped = Set.copyOf(dropped);
        }
    }

    /**
     * @param bytes most of all files together
     * @param messages most that any group has not done
     * @param freeDisk what other files are left
     */
    record Limits(long bytes, long messages, long freeDisk, int messageBytes, int segmentBytes, WhenFull whenFull) {}

    record Redelivery(Duration lease, int maximumAttempts, Retry retry, int maximumDeadLetters) {}

    /** @param window zero for off */
    record Deduplication(Duration window, int maximumIds) {}

    /**
     * @param wall when messages are sent and due
     * @param ticker how long leases and waits last
     */
    record Time(InstantSource wall, Ticker ticker) {}
}
