package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Makes things durable: all that has come together meanwhile in one write and one force. Thread-safe. */
final class Writer extends Actor {
    /*
     * There is no timer: while one batch is forced the next one comes together, so a lone caller waits for one force and no
     * more, and many callers share one.
     *
     * Three lines wait. Sends wait for room, in their order. All else goes first and always has room, or sees to it itself,
     * so that a full queue can be emptied. What moves messages forward goes alone: it writes what is known of them, and what
     * is in the same batch would not be.
     */
    private static final long LOOK_AGAIN_NANOS = 200_000_000;
    /** The log's end is marked once nothing was written for so long: sooner, a lone sender's force would have to write it too. */
    private static final long MARK_AFTER_NANOS = 100_000_000;

    private static final long AFTER_FAILURE_NANOS = 20_000_000;
    private static final int MOST_FAILURES_AT_END = 3;

    private final Queue<Command> inbox = new ConcurrentLinkedQueue<>();
    private final Deque<Command> urgent = new ArrayDeque<>();
    private final Deque<Command> alone = new ArrayDeque<>();
    private final SendLine sends;
    private final Store store;
    private final Ticker ticker;
    private final Events events;
    private volatile @Nullable QueueException failure;
    /** Nobody steps any more. */
    private volatile boolean finished;

    /** What is being put together or written. */
    private @Nullable Batch current;
    /** Some of those that wait are not wanted any more. */
    private volatile boolean withdrawn;

    private volatile int wantedSpares;
    private boolean marked = true;
    private long lastBatch;
    private volatile long seenBytes;
    /** Deduplication ids that recovery had more than it may keep. */
    private final long droppedBefore;

    private volatile long idsDropped;

    /** Hears what was made durable. Called by the writer's thread. */
    interface Events {
        /** Before those who sent them are told, so that they see it counted. */
        void counted(int messages);

        void stored(Range range, List<Fresh> messages, long forceNanos);

        void forced(long nanos);

        void wantsSpares();

        void full(String reason);

        void roomAgain();

        void droppedIds();

        void failed(QueueException e);
    }

    Writer(String name, Store store, Ticker ticker, Events events) {
        super(name + "-writer", new Spin(Ticker.system()));
        this.store = store;
        this.ticker = ticker;
        this.events = events;
        this.sends = new SendLine(store, ticker, events);
        this.wantedSpares = store.room().wantedSpares(store.seen().size());
        this.seenBytes = (long) store.seen().size() * DeduplicationWindow.Seen.BYTES;
        this.droppedBefore = store.seen().droppedEarly();
    }

    /** Has something made durable. May be called by any thread; after the end it fails at once. */
    void submit(Command command) {
        inbox.add(command);
        wake();
        QueueException none = failure;
        if (finished && none != null) {
            refuse(none);
        }
    }

    private void refuse(QueueException e) {
        for (Command command = inbox.poll(); command != null; command = inbox.poll()) {
            command.failed(e);
        }
    }

    /** Returns why it takes no more; null if it does. */
    @Nullable
    QueueException failure() {
        return failure;
    }

    boolean isFull() {
        return sends.isFull();
    }

    /** Returns how many spare segments there should be. */
    int wantedSpares() {
        return wantedSpares;
    }

    /** Returns how many bytes the deduplication ids take that are written again when their segment goes. */
    long seenBytes() {
        return seenBytes;
    }

    /** Returns how many deduplication ids were forgotten before their time was over. */
    long idsDropped() {
        return idsDropped;
    }

    /** Returns how many sends wait for room. */
    int stalled() {
        return sends.waiting();
    }

    @Override
    long step() {
        sort();
        QueueException broken = failure;
        if (broken != null) {
            failAll(broken);
            return Long.MAX_VALUE;
        }
        Command moving = alone.pollFirst();
        boolean isWell = moving == null || move(moving);
        if (failure != null) {
            // Whoever waits is told by the next step.
            return AFTER_FAILURE_NANOS;
        }
        Batch batch = next();
        boolean isIdle = moving == null && batch.isEmpty();
        // What moves may have found no room where others do: they empty the queue.
        isWell &= commit(batch);
        if (!isWell) {
            return AFTER_FAILURE_NANOS;
        }
        return isIdle ? untilNextDeadline() : 0;
    }

    /** Says that a send was withdrawn, which need not wait any more. May be called by any thread. */
    void forgetWithdrawn() {
        withdrawn = true;
        wake();
    }

    private void sort() {
        for (Command command = inbox.poll(); command != null; command = inbox.poll()) {
            if (command instanceof Send send) {
                sends.add(send);
            } else if (command instanceof Copy || command instanceof Trim) {
                alone.addLast(command);
            } else {
                urgent.addLast(command);
            }
        }
        if (withdrawn) {
            withdrawn = false;
            sends.forgetWithdrawn();
        }
    }

    private boolean move(Command moving) {
        Batch batch = begin();
        add(moving, batch);
        return commit(batch);
    }

    private Batch begin() {
        Batch batch = store.batch();
        current = batch;
        return batch;
    }

    private Batch next() {
        Batch batch = begin();
        while (!urgent.isEmpty() && batch.bytes() < store.mostBytes()) {
            add(urgent.element(), batch);
            urgent.remove();
        }
        sends.fill(batch);
        return batch;
    }

    private void add(Command command, Batch batch) {
        String missing = command.needs() == 0
                ? null
                : store.room().admission(store.seen().size()).missingToMove(batch.bytes() + command.needs(), 0);
        if (missing == null) {
            batch.add(command);
        } else {
            command.failed(new QueueFullException(store.name(), missing, Duration.ZERO));
        }
    }

    private long untilNextDeadline() {
        long now = ticker.nanos();
        // Room may come by what others do with the disk, which nobody tells.
        boolean looksAgain = sends.isFull() || sends.waiting() > 0;
        long wait = Math.min(untilMark(now), looksAgain ? LOOK_AGAIN_NANOS : Long.MAX_VALUE);
        return Math.min(wait, sends.untilDeadline(now));
    }

    /** Marks the end of the log if it is time to, and returns when it will be. */
    private long untilMark(long now) {
        if (marked) {
            return Long.MAX_VALUE;
        }
        long wait = MARK_AFTER_NANOS - (now - lastBatch);
        if (wait > 0) {
            return wait;
        }
        store.log().mark();
        marked = true;
        return Long.MAX_VALUE;
    }

    /** Returns false if the medium has failed, so that trying again at once is of no use. */
    private boolean commit(Batch batch) {
        List<Entry> entries = batch.entries();
        if (batch.isEmpty()) {
            return true;
        }
        if (entries.isEmpty()) {
            // Only duplicates of what was stored before.
            batch.tell(command -> command.stored(batch));
            return true;
        }
        long before = ticker.nanos();
        try {
            store.append(batch, entries);
        } catch (LogFailedException e) {
            failed(batch, e);
            return false;
        }
        stored(batch, ticker.nanos() - before);
        return true;
    }

    private void stored(Batch batch, long forceNanos) {
        marked = false;
        lastBatch = ticker.nanos();
        List<Fresh> messages = new ArrayList<>();
        for (Command command : batch.commands()) {
            if (command instanceof Send send) {
                send.collect(batch, messages);
            }
        }
        Range range = messages.isEmpty() ? null : store.stored(batch, messages);
        events.counted(messages.size());
        // Those who wait for it come first: whoever sends one after the other waits for nothing else.
        batch.tell(command -> command.stored(batch));
        seenBytes = (long) store.seen().size() * DeduplicationWindow.Seen.BYTES;
        long dropped = store.seen().droppedEarly() - droppedBefore;
        if (dropped > idsDropped) {
            idsDropped = dropped;
            events.droppedIds();
        }
        events.forced(forceNanos);
        if (range != null) {
            events.stored(range, messages, forceNanos);
        }
        wantedSpares = store.room().wantedSpares(store.seen().size());
        if (wantedSpares > store.log().spares().count()) {
            events.wantsSpares();
        }
    }

    private void failed(Batch batch, LogFailedException e) {
        if (!store.log().isFailed()) {
            // The log goes on in another segment, without this batch. What is no message is written again.
            batch.tell(command -> {
                if (command instanceof Send) {
                    command.failed(new NotStoredException(store.name(), e));
                } else {
                    urgentAgain(command);
                }
            });
            return;
        }
        QueueFailedException broken = new QueueFailedException(store.name(), e);
        failure = broken;
        events.failed(broken);
        unknown(batch, e);
        failAll(broken);
    }

    private void unknown(Batch batch, Throwable cause) {
        StoreOutcomeUnknownException unknown = new StoreOutcomeUnknownException(store.name(), cause);
        batch.tell(command -> command.failed(unknown));
    }

    private void urgentAgain(Command command) {
        if (command instanceof Copy || command instanceof Trim) {
            alone.addFirst(command);
        } else {
            urgent.addLast(command);
        }
    }

    /** Writes what was begun, once the thread has ended, and refuses the rest. */
    void finish(QueueException e) {
        sort();
        sends.refuse(e);
        int failures = 0;
        while (failure == null && failures < MOST_FAILURES_AT_END && !(urgent.isEmpty() && alone.isEmpty())) {
            failures += step() == AFTER_FAILURE_NANOS ? 1 : 0;
        }
        fail(e);
        finished = true;
        failAll(e);
    }

    @Override
    void crashed() {
        QueueException e = failure;
        Batch batch = current;
        finished = true;
        if (e != null) {
            if (batch != null) {
                unknown(batch, e);
            }
            failAll(e);
        }
    }

    /** Gives up all that waits. */
    void failAll(QueueException e) {
        sort();
        sends.refuse(e);
        for (Deque<Command> line : List.of(urgent, alone)) {
            for (Command command = line.pollFirst(); command != null; command = line.pollFirst()) {
                command.failed(e);
            }
        }
    }

    /** Takes no more from now on. May be called by any thread. */
    void fail(QueueException e) {
        if (failure == null) {
            failure = e;
        }
        wake();
    }
}
