package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Builds a {@link FileQueue}. Each option has a default; {@link #build} checks all of them, with each other, before
 * it touches anything. Nothing but the groups has to stay the same from one opening of a directory to the next;
 * smaller limits count for what is sent from then on.
 *
 * <p>A call for an option that was set before replaces it, but for {@link #dropGroup}. Not thread-safe.
 */
public final class FileQueueBuilder<T> {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int MAXIMUM_GROUPS = 64;
    private static final int LOWEST_SEGMENTS = 4;
    /** All are open at once while a queue is opened, and a process is commonly not given more files than that. */
    private static final int HIGHEST_SEGMENTS = 4_096;
    /** What a segment holds beside messages: its header and start, and the frames around a batch. */
    private static final long SEGMENT_OVERHEAD = 64 * KIB;

    private final Path directory;
    private final Function<? super T, byte[]> encode;
    private final Function<byte[], ? extends T> decode;

    private List<String> groups = List.of();
    private final Set<String> dropped = new LinkedHashSet<>();
    private long maximumBytes = 10 * GIB;
    private long maximumMessages = 100_000_000;
    private long minimumFreeDisk = GIB;
    private WhenFull whenFull = WhenFull.waitUpTo(Duration.ofSeconds(10));
    private int maximumMessageBytes = (int) MIB;
    private int segmentBytes = (int) (64 * MIB);
    private Duration lease = Duration.ofSeconds(30);
    private int maximumAttempts = 5;
    private Retry retryDelay = Retry.exponential(Duration.ofSeconds(1), Duration.ofMinutes(5));
    private int maximumDeadLetters = 10_000;
    private Duration deduplicationWindow = Duration.ofMinutes(5);
    private int maximumDeduplicationIds = 100_000;
    private QueueListener listener = Options.SILENT;
    private InstantSource wall = InstantSource.system();
    private Ticker ticker = Ticker.system();

    FileQueueBuilder(Path directory, Function<? super T, byte[]> encode, Function<byte[], ? extends T> decode) {
        this.directory = directory;
        this.encode = encode;
        this.decode = decode;
    }

    /**
     * Declares groups, each of which gets every message that is sent from now on, and none that was sent before it
     * was declared. Declare the same ones at each opening: the directory keeps what each has to do, and one that is
     * found there and is neither declared nor {@linkplain #dropGroup dropped} is refused, lest its messages are lost
     * silently.
     *
     * <p>From 1 to 64 groups, as each takes part in the room that every message reserves. A name has 1 to 64
     * characters of {@code A-Z a-z 0-9 . _ -}, the first not a dot, so that it can be a file's name and a meter's
     * tag; no two differ in case only. Default: one group named {@code default}, which the queue itself is then: a
     * work queue.
     */
    public FileQueueBuilder<T> groups(String first, String... more) {
        List<String> all = new ArrayList<>();
        all.add(requireNonNull(first, "group"));
        for (String name : requireNonNull(more, "more")) {
            all.add(requireNonNull(name, "group"));
        }
        groups = List.copyOf(all);
        return this;
    }

    /**
     * Forgets a group that was declared at an earlier opening, with all that it has not done and its dead letters:
     * this throws messages away. A name that the directory does not have is no error, so the call can stay in the
     * code. May be called for several groups. A queue that gets its first named groups drops {@code default}, or
     * keeps it as one of them. Default: none.
     */
    public FileQueueBuilder<T> dropGroup(String name) {
        dropped.add(requireNonNull(name, "group"));
        return this;
    }

    /**
     * Sets how many bytes all files of the queue may have together. At least four {@linkplain #segmentBytes segments},
     * so that there is room to write while the oldest is tidied up, and at most 4,096, as all of them are open at once
     * while the queue is opened. Default: 10 GiB: hours of backlog for most applications, and a small part
     * of a server's disk.
     */
    public FileQueueBuilder<T> maximumBytes(long bytes) {
        maximumBytes = bytes;
        return this;
    }

    /**
     * Sets how many messages the slowest group may have still to do. At least 1. Default: 100 million, which only
     * tiny messages reach before the bytes: it bounds what the queue remembers of each in memory.
     */
    public FileQueueBuilder<T> maximumMessages(long messages) {
        maximumMessages = messages;
        return this;
    }

    /**
     * Sets how many bytes of the file system are left to others: with less, senders meet a full queue. From 0.
     * Default: 1 GiB, so that a queue which nobody empties does not take the database or the logs of the same machine
     * with it.
     */
    public FileQueueBuilder<T> minimumFreeDisk(long bytes) {
        minimumFreeDisk = bytes;
        return this;
    }

    /**
     * Sets what senders meet when the queue is full. Default: they wait for up to 10 seconds, which rides out a
     * burst, and is less than most callers' own time-outs.
     */
    public FileQueueBuilder<T> whenFull(WhenFull whenFull) {
        this.whenFull = requireNonNull(whenFull, "whenFull");
        return this;
    }

    /**
     * Sets how many bytes a message may have: encoded body, key, headers and deduplication id together. At least 1,
     * and no more than a {@linkplain #segmentBytes segment} allows. Default: 1 MiB, as Kafka has it; larger things
     * are better stored elsewhere and sent by name.
     */
    public FileQueueBuilder<T> maximumMessageBytes(int bytes) {
        maximumMessageBytes = bytes;
        return this;
    }

    /**
     * Sets how long a file of the log is, in bytes: a multiple of 4,096 from 64 KiB to 1 GiB, and at least 64 KiB
     * more than four of the largest messages; and at least a 4,096th of {@link #maximumBytes}. Space is freed by the
     * file, and {@link Sender#sendAll} has to fit into one. Default: 64 MiB, so that beginning another file is rare, and
     * small beside the bytes of all.
     */
    public FileQueueBuilder<T> segmentBytes(int bytes) {
        segmentBytes = bytes;
        return this;
    }

    /**
     * Sets for how long a message is handed out before it is handed out again. From 100 milliseconds to 365 days.
     * Default: 30 seconds: longer than most work takes, and no longer than somebody wants to wait for what hangs. Too
     * short is worse than too long, as work is then done twice; after a crash nothing waits for it.
     */
    public FileQueueBuilder<T> lease(Duration lease) {
        this.lease = requireNonNull(lease, "lease");
        return this;
    }

    /**
     * Sets how often a message is handed out in a group before it is a dead letter, the first time included. From 1
     * to 1,000. Default: 5, by which most passing trouble has passed, and what is left needs somebody to look at it.
     */
    public FileQueueBuilder<T> maximumAttempts(int attempts) {
        maximumAttempts = attempts;
        return this;
    }

    /**
     * Sets how long a message waits after a handler threw. Default: exponential from 1 second to 5 minutes, at once
     * enough for a lost connection, and sparing for a service that is down.
     */
    public FileQueueBuilder<T> retryDelay(Retry retry) {
        retryDelay = requireNonNull(retry, "retryDelay");
        return this;
    }

    /**
     * Sets how many dead letters each group keeps; of one more the oldest is thrown away. From 0, which keeps none,
     * to 1 million. Default: 10,000, more than anybody looks at one by one, and few enough not to fill the queue.
     */
    public FileQueueBuilder<T> maximumDeadLetters(int deadLetters) {
        maximumDeadLetters = deadLetters;
        return this;
    }

    /**
     * Sets for how long a {@linkplain Message#deduplicationId deduplication id} is remembered after its message was
     * given to {@code send}, by the wall clock. From zero, which refuses messages with such an id, to one day. Default:
     * 5 minutes, in which a sender that does not know the outcome has usually tried again.
     */
    public FileQueueBuilder<T> deduplicationWindow(Duration window) {
        deduplicationWindow = requireNonNull(window, "deduplicationWindow");
        return this;
    }

    /**
     * Sets how many deduplication ids are remembered; of one more the oldest is forgotten, though its window has not
     * passed. From 1 to 10 million, though not more than a {@linkplain #segmentBytes segment} has room for, 32 bytes
     * each, outlive the segment of their messages. Default: 100,000, all in memory, which is 333 a second through the
     * default window.
     */
    public FileQueueBuilder<T> maximumDeduplicationIds(int ids) {
        maximumDeduplicationIds = ids;
        return this;
    }

    /** Sets who hears what the queue does. Default: nobody. */
    public FileQueueBuilder<T> listener(QueueListener listener) {
        this.listener = requireNonNull(listener, "listener");
        return this;
    }

    /** Sets when it is, for what is stored or shown. Default: the system's clock. */
    FileQueueBuilder<T> clock(InstantSource clock) {
        wall = requireNonNull(clock, "clock");
        return this;
    }

    /** Sets how long things take. Default: the system's monotonic clock. */
    FileQueueBuilder<T> ticker(Ticker ticker) {
        this.ticker = requireNonNull(ticker, "ticker");
        return this;
    }

    /**
     * Opens the queue, and starts its threads. Reads all that is stored, about as fast as the medium does. The caller
     * closes it; after a failure there is nothing to close, and the directory is as it was, or as an interrupted
     * opening leaves it, which the next one continues.
     *
     * @throws IllegalArgumentException if an option is out of its bounds, or does not fit to another one; or if the
     *     directory has a group that is neither declared nor dropped
     * @throws QueueInUseException if the directory is open already; says by whom
     * @throws CorruptLogException if acknowledged data is damaged
     * @throws UnknownFormatException if it was written by another version
     * @throws QueueIOException if the medium fails
     */
    public FileQueue<T> build() {
        return FileQueue.open(directory, options(), encode, decode);
    }

    /** Returns what was set, checked. */
    Options options() {
        return new Options(
                checkedGroups(),
                checkedLimits(),
                checkedRedelivery(),
                checkedDeduplication(),
                listener,
                new Options.Time(wall, ticker));
    }

    private Options.Groups checkedGroups() {
        Bounds.requireBetween(groups.size(), "groups", 0, MAXIMUM_GROUPS);
        List<String> names = groups.isEmpty() ? List.of(Options.DEFAULT_GROUP) : groups;
        Map<String, String> declared = new HashMap<>();
        for (String name : names) {
            String other = declared.put(GroupName.require(name).toLowerCase(Locale.ROOT), name);
            if (other != null) {
                throw new IllegalArgumentException("groups must differ, in more than case: " + other + ", " + name);
            }
        }
        for (String name : dropped) {
            String kept = declared.get(GroupName.require(name).toLowerCase(Locale.ROOT));
            if (kept != null) {
                throw new IllegalArgumentException(
                        "dropGroup must not name a group of the queue, " + kept + ": " + name);
            }
        }
        return new Options.Groups(names, dropped);
    }

    private Options.Limits checkedLimits() {
        Bounds.requireAtLeast(maximumMessages, "maximumMessages", 1);
        Bounds.requireAtLeast(minimumFreeDisk, "minimumFreeDisk", 0);
        Bounds.requireAtLeast(maximumMessageBytes, "maximumMessageBytes", 1);
        Bounds.requireBetween(segmentBytes, "segmentBytes", (int) (64 * KIB), (int) GIB);
        if (segmentBytes % SegmentHeader.BYTES != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of " + SegmentHeader.BYTES + ": " + segmentBytes);
        }
        long lowest = 4L * maximumMessageBytes + SEGMENT_OVERHEAD;
        if (segmentBytes < lowest) {
            throw new IllegalArgumentException("segmentBytes must be at least " + lowest
                    + " with a maximumMessageBytes of " + maximumMessageBytes + ": " + segmentBytes);
        }
        long lowestBytes = (long) LOWEST_SEGMENTS * segmentBytes;
        if (maximumBytes < lowestBytes) {
            throw new IllegalArgumentException("maximumBytes must be at least " + lowestBytes
                    + " with a segmentBytes of " + segmentBytes + ": " + maximumBytes);
        }
        long highestBytes = (long) HIGHEST_SEGMENTS * segmentBytes;
        if (maximumBytes > highestBytes) {
            throw new IllegalArgumentException("maximumBytes must be at most " + highestBytes
                    + " with a segmentBytes of " + segmentBytes + ": " + maximumBytes);
        }
        return new Options.Limits(
                maximumBytes, maximumMessages, minimumFreeDisk, maximumMessageBytes, segmentBytes, whenFull);
    }

    private Options.Redelivery checkedRedelivery() {
        return new Options.Redelivery(
                Bounds.requireBetween(lease, "lease", Duration.ofMillis(100), Bounds.LONGEST_WAIT),
                Bounds.requireBetween(maximumAttempts, "maximumAttempts", 1, 1_000),
                retryDelay,
                Bounds.requireBetween(maximumDeadLetters, "maximumDeadLetters", 0, 1_000_000));
    }

    private Options.Deduplication checkedDeduplication() {
        return new Options.Deduplication(
                Bounds.requireBetween(deduplicationWindow, "deduplicationWindow", Duration.ZERO, Duration.ofDays(1)),
                Bounds.requireBetween(maximumDeduplicationIds, "maximumDeduplicationIds", 1, 10_000_000));
    }

    @Override
    public String toString() {
        return "FileQueueBuilder[" + directory + "]";
    }
}
