package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * What a queue has done since it was opened, and what it holds now. The numbers of the journal are of one moment, and
 * so are those of one group; not those of the whole. Immutable.
 *
 * @param sent messages stored since the queue was opened
 * @param sentPerSecond messages stored a second, lately
 * @param waitingToSend calls of send that wait for room; one of {@link Sender#sendAsync} counts until its future ends
 * @param deduplicationIdsDropped deduplication ids that were forgotten before their time was over, since the queue was
 *     opened: there were more than {@link FileQueueBuilder#maximumDeduplicationIds}, or than segments that are shorter
 *     than before have room for. A message that is sent again with one of them is stored again
 * @param groups by name, in no order
 */
public record QueueStats(
        State state,
        long sent,
        double sentPerSecond,
        int waitingToSend,
        long deduplicationIdsDropped,
        Journal journal,
        Map<String, GroupStats> groups) {
    public QueueStats {
        requireNonNull(state, "state");
        requireNonNull(journal, "journal");
        groups = Map.copyOf(groups);
    }

    /**
     * Returns the figures of one group.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public GroupStats group(String name) {
        GroupStats group = groups.get(requireNonNull(name, "name"));
        if (group == null) {
            throw new IllegalArgumentException("group must be one of " + groups.keySet() + ": " + name);
        }
        return group;
    }

    /** What a queue is able to do. */
    public enum State {
        /** Everything. */
        OPEN,
        /** All but storing messages: senders wait or are refused until there is room. */
        FULL,
        /** Nothing that changes it, since the medium has failed: it has to be closed and built again. */
        FAILED,
        /** Nothing. */
        CLOSED
    }

    /**
     * The files. Times are of forces since the queue was opened; zero before the first.
     *
     * @param bytes all files of the log together, those that are ready for later included
     * @param liveBytes what messages take in them that some group is not done with, and dead letters
     * @param segments files of the log
     * @param forces how often something was forced to the medium
     * @param forceMedian half of the forces took no longer
     * @param forceP99 99 of 100 forces took no longer
     */
    public record Journal(
            long bytes,
            long liveBytes,
            int segments,
            long forces,
            Duration forceMedian,
            Duration forceP99,
            Duration forceMaximum) {
        public Journal {
            requireNonNull(forceMedian, "forceMedian");
            requireNonNull(forceP99, "forceP99");
            requireNonNull(forceMaximum, "forceMaximum");
        }
    }

    /**
     * One group.
     *
     * @param depth messages that it is not done with: ready, leased, retrying, delayed or behind another one of their
     *     key
     * @param leased messages that are handed out
     * @param retrying messages that wait to be tried again
     * @param delayed messages whose delay has not passed
     * @param deadLetters messages that were given up, not in {@code depth}
     * @param oldestAge since when the oldest message waits that is ready, handed out or waiting for a retry, by the wall
     *     clock; zero if there is none, for example if all are still delayed
     * @param delivered hand-outs since the queue was opened, repeated ones as well
     * @param acknowledged messages acknowledged since the queue was opened
     * @param acknowledgedPerSecond messages acknowledged a second, lately
     * @param paused whether {@link Group#pause} holds it
     */
    public record GroupStats(
            long depth,
            long leased,
            long retrying,
            long delayed,
            long deadLetters,
            Duration oldestAge,
            long delivered,
            long acknowledged,
            double acknowledgedPerSecond,
            boolean paused) {
        public GroupStats {
            requireNonNull(oldestAge, "oldestAge");
        }
    }
}
