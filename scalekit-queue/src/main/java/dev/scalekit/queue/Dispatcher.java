package dev.scalekit.queue;

import dev.scalekit.queue.AttemptsFile.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out messages to those who wait for them, group by group. Thread-safe where it says so. */
final class Dispatcher extends Actor implements DeskContext {
    /** More than that is read again, lest it fills the memory while this thread is busy. */
    private static final long MOST_OFFERED_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final long LOOK_AGAIN_NANOS = 500_000_000;

    private final Queue<Task> inbox = new ConcurrentLinkedQueue<>();
    private final Ledger ledger;
    private final AttemptsFile attempts;
    private final Options.Redelivery redelivery;
    private final Options.Time clocks;
    private final RandomGenerator random;
    private final Consequences consequences;
    private List<GroupDesk> desks = List.of();
    /** The number behind the highest id that is stored. The writer's. */
    private long stored;
    /**
     * How many wait for a message. Written before the desks look what there is, and read by the writer after it has said what
     * there is: so one of them sees the other.
     */
    private volatile int waiting;

    private boolean attemptsFailed;
    private volatile @Nullable QueueException failure;
    /** The bytes of messages that were handed over as they were stored, and are not looked at yet. */
    private final AtomicLong offered = new AtomicLong();

    /** Something to do by the dispatcher's thread. */
    interface Task {
        void run() throws IOException;
    }

    /** Hears what was decided. Called by the dispatcher's thread. */
    interface Consequences {
        void bury(int group, Item item, int attempts, String reason);

        void delivered(int group, long id, int attempt);

        void expired(int group, long id, int attempt);

        void retried(int group, long id, int attempt, long delayMillis);
    }

    Dispatcher(
            String name, Ledger ledger, AttemptsFile attempts, Options.Redelivery redelivery, Environment environment) {
        super(name + "-dispatcher");
        this.ledger = ledger;
        this.attempts = attempts;
        this.redelivery = redelivery;
        this.clocks = environment.clocks();
        this.random = environment.random();
        this.consequences = environment.consequences();
    }

    /**
     * What a dispatcher is surrounded by.
     *
     * @param random for the jitter of retries
     */
    record Environment(Options.Time clocks, RandomGenerator random, Consequences consequences) {}

    /** Says which groups there are. Before it is started. */
    void serve(List<GroupDesk> all, long storedBefore) {
        desks = List.copyOf(all);
        stored = storedBefore;
    }

    /** Has something done soon. May be called by any thread. */
    void post(Task task) {
        inbox.add(task);
        wake();
    }

    GroupDesk desk(int group) {
        return desks.get(group);
    }

    /**
     * Takes over messages that were just stored, if somebody waits: else they are read again once somebody does, and nobody is
     * woken for nothing. Called by the writer's thread, after the ledger knows them.
     */
    void stored(Range range, List<Fresh> messages) {
        long before = stored;
        stored = range.to();
        if (waiting > 0 && offered.get() > MOST_OFFERED_BYTES) {
            wake();
        } else if (waiting > 0) {
            offered.addAndGet(range.bytes());
            post(() -> {
                offered.addAndGet(-range.bytes());
                long now = nowMillis();
                for (GroupDesk desk : desks) {
                    desk.backlog().offer(range, messages, before, now);
                }
            });
        }
    }

    private int countWaiting() {
        int count = 0;
        for (GroupDesk desk : desks) {
            count += desk.waiting();
        }
        return count;
    }

    @Override
    long step() {
        try {
            for (Task task = inbox.poll(); task != null; task = inbox.poll()) {
                task.run();
            }
            QueueException none = failure;
            if (none != null) {
                desks.forEach(desk -> desk.fail(none));
                return Long.MAX_VALUE;
            }
            waiting = countWaiting();
            boolean more = false;
            long wait = LOOK_AGAIN_NANOS;
            for (GroupDesk desk : desks) {
                more |= desk.step();
                wait = Math.min(wait, desk.untilNext());
            }
            waiting = countWaiting();
            if (attempts.isRotationDue()) {
                rotate();
            }
            return more ? 0 : wait;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long nowMillis() {
        return clocks.wall().millis();
    }

    @Override
    public long nanos() {
        return clocks.ticker().nanos();
    }

    @Override
    public Options.Redelivery redelivery() {
        return redelivery;
    }

    @Override
    public String name(int group) {
        return ledger.declared(group).name();
    }

    @Override
    public long retryDelay(int attempt) {
        return redelivery.retry().delay(attempt, random).toMillis();
    }

    @Override
    public void record(int group, List<Item> items) {
        List<AttemptsFile.Entry> entries = new ArrayList<>(items.size());
        for (Item item : items) {
            entries.add(entry(group, item.id, new Attempt(item.attempts, item.retryAt)));
        }
        write(entries);
    }

    @Override
    public void lower(int group, Item item) {
        // Attempts never decrease in their file, unless they begin anew.
        write(List.of(
                entry(group, item.id, new Attempt(0, 0)),
                entry(group, item.id, new Attempt(item.attempts, item.retryAt))));
    }

    private void write(List<AttemptsFile.Entry> entries) {
        try {
            attempts.write(entries);
            attemptsFailed = false;
        } catch (IOException e) {
            warnOnce(e);
        }
    }

    private AttemptsFile.Entry entry(int group, long id, Attempt attempt) {
        return new AttemptsFile.Entry(
                new AttemptsFile.Key(ledger.declared(group).number(), id), attempt);
    }

    /**
     * Has the attempts of all messages forgotten that no group has still to do. May be called by any thread.
     *
     * @param ids of dead letters of a group, whose attempts are counted from the first on again if they cannot be forgotten
     * @return completed when that is done or has failed, which is logged; with an exception if the queue has ended
     */
    CompletableFuture<Boolean> forgetAttempts(int group, List<Long> ids) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        post(() -> {
            boolean forgotten = rotate();
            if (!forgotten) {
                begin(
                        group,
                        ids.stream().filter(id -> !ledger.isOpen(group, id)).toList());
            }
            done.complete(forgotten);
        });
        QueueException none = failure;
        if (none != null) {
            done.completeExceptionally(none);
        }
        return done;
    }

    private boolean rotate() {
        List<AttemptsFile.Entry> entries = new ArrayList<>();
        for (int group = 0; group < desks.size(); group++) {
            for (Item item : desks.get(group).backlog().inHand()) {
                // A dead letter is in hand until the dispatcher hears that it is one.
                if (item.attempts > 0 && ledger.isOpen(group, item.id)) {
                    entries.add(entry(group, item.id, new Attempt(item.attempts, item.retryAt)));
                }
            }
            int of = group;
            desks.get(group).backlog().recovered().forEach((id, attempt) -> entries.add(entry(of, id, attempt)));
        }
        try {
            attempts.rotate(entries);
            return true;
        } catch (IOException e) {
            warnOnce(e);
            return false;
        }
    }

    /** A full disk must not stop what empties it: then attempts are counted in memory only. */
    private void warnOnce(IOException e) {
        if (!attemptsFailed) {
            attemptsFailed = true;
            LOG.warn("{}: attempts cannot be written, and would be forgotten if the process ended", this, e);
        }
    }

    @Override
    public void bury(int group, Item item, int attemptCount, String reason) {
        consequences.bury(group, item, attemptCount, reason);
    }

    @Override
    public void delivered(int group, Item item) {
        consequences.delivered(group, item.id, item.attempts);
    }

    @Override
    public void expired(int group, Item item) {
        consequences.expired(group, item.id, item.attempts);
    }

    @Override
    public void retried(int group, Item item, long delayMillis) {
        consequences.retried(group, item.id, item.attempts, delayMillis);
    }

    /** Has dead letters tried again. May be called by any thread. */
    void revive(int group, Map<Long, Long> locations) {
        post(() -> {
            long now = nowMillis();
            begin(group, locations.keySet());
            for (long location : locations.values()) {
                desks.get(group).backlog().revive(location, now);
            }
        });
    }

    private void begin(int group, Collection<Long> ids) {
        if (!ids.isEmpty()) {
            write(ids.stream().map(id -> entry(group, id, new Attempt(0, 0))).toList());
        }
    }

    /** Returns whether all groups have passed the messages before an id. May be called by any thread. */
    boolean isPast(long id) {
        return desks.stream().allMatch(desk -> desk.figures().cursor() >= id);
    }

    /** Notes where messages are now. */
    void relocate(Relocation moved) throws IOException {
        for (GroupDesk desk : desks) {
            desk.backlog().relocate(moved);
        }
    }

    /** Hands somebody the next message of a group. May be called by any thread. */
    void demand(int group, Demand demand) {
        post(() -> desks.get(group).demand(demand));
        QueueException none = failure;
        if (none != null) {
            demand.fail(none);
        }
    }

    /** Has a group look once more for those whose time is over, and forget them. May be called by any thread. */
    void lastLook(int group) {
        post(() -> desks.get(group).lastLook());
    }

    /** Answers once a group has nothing in hand. May be called by any thread. */
    void whenIdle(int group, GroupDesk.Question question) {
        post(() -> desks.get(group).ask(question));
        QueueException none = failure;
        if (none != null) {
            question.answer().completeExceptionally(none);
        }
    }

    /** Tells all who wait, and who will, that there is nothing to come. May be called by any thread. */
    void fail(QueueException e) {
        if (failure == null) {
            failure = e;
        }
        wake();
    }

    /** Returns why nothing is handed out any more; null if it is. */
    @Nullable
    QueueException failure() {
        return failure;
    }

    /** Does what is still to do, once the thread has ended, and closes the files. */
    void finish(QueueException e) throws IOException {
        fail(e);
        letGo();
        try (attempts) {
            for (GroupDesk desk : desks) {
                desk.close();
            }
        }
    }

    @Override
    void crashed() {
        letGo();
    }

    /** Tells all who wait that there is nothing to come, also those it has not heard of yet. */
    private void letGo() {
        for (Task task = inbox.poll(); task != null; task = inbox.poll()) {
            try {
                task.run();
            } catch (IOException | RuntimeException | Error e) {
                LOG.debug("{}: a task failed after the end", this, e);
            }
        }
        QueueException e = failure;
        if (e != null) {
            desks.forEach(desk -> desk.fail(e));
        }
    }
}
