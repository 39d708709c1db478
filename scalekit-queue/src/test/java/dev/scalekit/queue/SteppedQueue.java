package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.SimDisk.PowerCut;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A queue whose threads are stepped by the one that uses it, with a clock that somebody sets. Not thread-safe. */
final class SteppedQueue {
    static final List<String> GROUPS = List.of("bills", "mails");
    static final int MAXIMUM_ATTEMPTS = 3;
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration WINDOW = Duration.ofSeconds(60);
    static final int SEGMENT_BYTES = 3 * SegmentHeader.BYTES;
    private static final int MOST_ROUNDS = 2_000;

    private final Engine engine;
    private final FileQueue<String> queue;
    private final boolean mayFail;
    private final Set<Actor> ended = new HashSet<>();

    /** A clock that is set by hand, of both kinds. Not thread-safe. */
    static final class Clock implements InstantSource {
        private long millis = 1_700_000_000_000L;

        Clock copy() {
            Clock copy = new Clock();
            copy.millis = millis;
            return copy;
        }

        void advance(Duration by) {
            millis += by.toMillis();
        }

        long nanos() {
            return millis * 1_000_000;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }

    private SteppedQueue(Engine engine, FileQueue<String> queue, boolean mayFail) {
        this.engine = engine;
        this.queue = queue;
        this.mayFail = mayFail;
    }

    /** Steps a queue that somebody else has opened, and whose threads must not end by themselves. */
    static SteppedQueue of(Engine engine, FileQueue<String> queue) {
        return new SteppedQueue(engine, queue, false);
    }

    /** @param mayFail whether its threads may end by what the disk throws; if not, that is an error of the queue */
    static SteppedQueue open(Disk disk, Clock clock, QueueListener listener, boolean mayFail) throws IOException {
        Options options = new Options(
                new Options.Groups(GROUPS, Set.of()),
                new Options.Limits(1 << 20, 10_000, 0, 2_000, SEGMENT_BYTES, WhenFull.refuse()),
                new Options.Redelivery(LEASE, MAXIMUM_ATTEMPTS, Retry.fixed(Duration.ofSeconds(5)), 1_000),
                new Options.Deduplication(WINDOW, 10_000),
                listener,
                new Options.Time(clock, clock::nanos));
        Engine engine = Engine.open("q", disk, options);
        return new SteppedQueue(
                engine, FileQueue.of(engine, body -> body.getBytes(UTF_8), SteppedQueue::text), mayFail);
    }

    static String text(byte[] body) {
        return new String(body, UTF_8);
    }

    Engine engine() {
        return engine;
    }

    FileQueue<String> queue() {
        return queue;
    }

    FileGroup<String> group(int group) {
        return (FileGroup<String>) queue.group(GROUPS.get(group));
    }

    boolean hasFailed() {
        return engine.writer().failure() != null || !ended.isEmpty();
    }

    /** Steps one of the actors. */
    void stepAny(RandomGenerator random) {
        List<Actor> actors = engine.actors();
        step(actors.get(random.nextInt(actors.size())));
    }

    private boolean step(Actor actor) {
        if (ended.contains(actor)) {
            return false;
        }
        try {
            return actor.step() == 0;
        } catch (PowerCut cut) {
            throw cut;
        } catch (RuntimeException e) {
            if (!mayFail) {
                throw new AssertionError("A thread of the queue ended: " + e, e);
            }
            // As a thread of its own does.
            ended.add(actor);
            engine.fail(e instanceof QueueException known ? known : new QueueFailedException("q", e));
            actor.crashed();
            return true;
        }
    }

    /** Steps all actors until there is nothing to do for any of them. */
    void settle() {
        int quiet = 0;
        for (int round = 0; quiet < 3; round++) {
            if (round == MOST_ROUNDS) {
                throw new AssertionError(
                        "The queue never comes to rest: " + engine.store().log() + ", segments "
                                + engine.store().log().chain() + ", live bytes "
                                + engine.ledger().liveBytes());
            }
            boolean busy = false;
            for (Actor actor : engine.actors()) {
                busy |= step(actor);
            }
            quiet = busy ? 0 : quiet + 1;
        }
    }

    /** Closes it; it must not be used afterwards. */
    void close() throws IOException {
        engine.close();
    }
}
