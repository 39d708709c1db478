package dev.scalekit.queue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands out the messages of one group, and waits for what becomes of them. For the dispatcher's thread, but for the figures. */
final class GroupDesk implements AutoCloseable {
    private static final long WHILE_IT_ENDS_NANOS = 1_000_000_000;

    private final int group;
    private final Backlog backlog;
    private final DeskContext context;
    private final Deque<Demand> demands = new ArrayDeque<>();
    private final List<Question> questions = new ArrayList<>();
    /** What this step hands out; a field, so that nobody waits for ever if the thread ends in the middle of it. */
    private final List<Handover> handovers = new ArrayList<>();
    /** Those that are held, by when to look whether their time is over. */
    private final TreeSet<Held> held =
            new TreeSet<>(Comparator.comparingLong(Held::lookAt).thenComparingLong(Held::id));

    private volatile boolean paused;
    private volatile Figures figures = new Figures(0, 0, 0, 0, 0);
    private int burying;
    /** Somebody's time is over, or nobody waits any more. */
    private boolean lastLook;

    /**
     * Whether the group is idle.
     *
     * @param onlyLooks whether it is answered at once, and not only once the group is idle
     */
    record Question(CompletableFuture<Boolean> answer, boolean onlyLooks) {}

    /**
     * A message that is handed out.
     *
     * @param lookAt when to look whether the time of its lease is over, in the ticker's nanoseconds
     */
    record Held(long lookAt, Lease lease) {
        long id() {
            return lease.id();
        }
    }

    /** What the group has in hand. */
    record Figures(int leased, int retrying, long delayed, long oldestSentAt, long cursor) {}

    GroupDesk(int group, Backlog backlog, DeskContext context) {
        this.group = group;
        this.backlog = backlog;
        this.context = context;
    }

    Backlog backlog() {
        return backlog;
    }

    Figures figures() {
        return figures;
    }

    boolean isPaused() {
        return paused;
    }

    void paused(boolean now) {
        paused = now;
    }

    int waiting() {
        return demands.size();
    }

    void demand(Demand demand) {
        demands.addLast(demand);
    }

    /** Ends those whose time is over, once it has looked what is there for them. */
    void lastLook() {
        lastLook = true;
    }

    /** Answers true once there is nothing ready, handed out, waiting for a retry or behind another one of its key. */
    void ask(Question question) {
        questions.removeIf(earlier -> earlier.answer().isDone());
        questions.add(question);
    }

    /**
     * Does what there is to do for the group.
     *
     * @return whether there may be more at once
     */
    boolean step() throws IOException {
        expire();
        // Behind what looks at the clock itself, which would seem to be set back.
        long now = context.nowMillis();
        boolean more = backlog.fill(now);
        match();
        if (!handovers.isEmpty()) {
            context.record(group, handovers.stream().map(Handover::item).toList());
            for (Handover handover : handovers) {
                handOver(handover);
            }
        }
        boolean isIdle = held.isEmpty() && burying == 0 && backlog.isIdle();
        figures = new Figures(
                held.size(), backlog.retryingCount(), backlog.delayedCount(), backlog.oldestSentAt(), backlog.cursor());
        boolean again = !handovers.isEmpty() || (more && backlog.takes(1));
        if (!again) {
            answer(isIdle);
        }
        return again;
    }

    private void answer(boolean isIdle) {
        questions.removeIf(question -> (isIdle || question.onlyLooks()) && complete(question, isIdle));
        if (lastLook) {
            lastLook = false;
            demands.removeIf(Demand::endLook);
        }
    }

    private static boolean complete(Question question, boolean isIdle) {
        question.answer().complete(isIdle);
        return true;
    }

    private record Handover(Demand demand, Item item) {}

    private void match() throws IOException {
        handovers.clear();
        while (!paused && !demands.isEmpty() && backlog.hasReady()) {
            if (!demands.peekFirst().isOpen()) {
                demands.removeFirst();
                continue;
            }
            Item item = backlog.poll();
            if (item == null) {
                break;
            }
            if (item.fatal != null) {
                die(item, item.fatal);
            } else if (item.attempts >= context.redelivery().maximumAttempts()) {
                // Or it waited to be tried again, and there were to be more attempts then: that is not known.
                die(
                        item,
                        "at attempt " + item.attempts + " when the process ended, and maximumAttempts is "
                                + context.redelivery().maximumAttempts());
            } else {
                item.attempts++;
                item.retryAt = 0;
                handovers.add(new Handover(demands.removeFirst(), item));
            }
        }
    }

    private void handOver(Handover handover) throws IOException {
        Item item = handover.item();
        MessageContent content = item.content;
        if (content == null) {
            throw new IllegalStateException("Nothing was read of message " + item.id);
        }
        long expiresAt = context.nanos() + context.redelivery().lease().toNanos();
        Lease lease = new Lease(context.name(group), item, content, expiresAt);
        if (handover.demand().fulfil(lease)) {
            item.content = null;
            hold(item, new Held(expiresAt, lease));
            context.delivered(group, item);
        } else {
            item.attempts--;
            context.lower(group, item);
            backlog.putBack(item);
        }
    }

    private void hold(Item item, Held next) {
        item.held = next;
        held.add(next);
    }

    /** Forgets that a message is handed out. */
    private void release(Item item) {
        if (item.held != null) {
            held.remove(item.held);
            item.held = null;
        }
    }

    private void expire() {
        long now = context.nanos();
        while (!held.isEmpty() && held.first().lookAt() - now <= 0) {
            Lease lease = held.first().lease();
            Item item = lease.item();
            boolean isOver = lease.expire(now);
            held.remove(held.first());
            if (isOver) {
                item.held = null;
                context.expired(group, item);
                again(item, 0, "its lease expired");
            } else {
                // It was extended; or its holder has ended it, and what became of it is on its way here.
                hold(item, new Held(lease.isHeld() ? lease.expiresAt() : now + WHILE_IT_ENDS_NANOS, lease));
            }
        }
    }

    /** Its holder has moved the end of the lease, perhaps forward. */
    void extended(Item item) {
        Held before = item.held;
        if (before == null) {
            return;
        }
        long end = before.lease().expiresAt();
        if (before.lease().isHeld()) {
            release(item);
            hold(item, new Held(end, before.lease()));
        }
    }

    /** Its holder has ended the lease, and the message is done or dead, durably. */
    void ended(Item item) throws IOException {
        release(item);
        backlog.finish(item, context.nowMillis());
    }

    /** That its holder has rejected it did not become durable: it is tried again, or given up later if it must not. */
    void notRejected(Item item, String reason) {
        item.fatal = item.attempts >= context.redelivery().maximumAttempts() ? reason : null;
        notEnded(item);
    }

    /** What its holder has ended the lease with did not become durable: it is tried again. */
    void notEnded(Item item) {
        release(item);
        backlog.retry(item, context.retryDelay(item.attempts), context.nowMillis());
    }

    /** What the desk has given up is dead, durably. */
    void buried(Item item) throws IOException {
        burying--;
        backlog.finish(item, context.nowMillis());
    }

    /** What the desk has given up did not become durable: it is given up again later. */
    void notBuried(Item item) {
        burying--;
        backlog.retry(item, context.retryDelay(item.attempts), context.nowMillis());
    }

    /** Its holder wants it to be tried again. */
    void retry(Item item, @Nullable Long delayMillis, String reason) {
        release(item);
        long delay = delayMillis == null ? context.retryDelay(item.attempts) : delayMillis;
        if (again(item, delay, reason)) {
            context.retried(group, item, delay);
        }
    }

    /** Its holder gives it back untouched. */
    void giveBack(Item item) {
        release(item);
        item.attempts--;
        context.lower(group, item);
        backlog.retry(item, 0, context.nowMillis());
    }

    /** Returns whether it is tried again; if not, that was its last attempt. */
    private boolean again(Item item, long delayMillis, String reason) {
        if (item.attempts >= context.redelivery().maximumAttempts()) {
            die(item, reason);
            return false;
        }
        backlog.retry(item, delayMillis, context.nowMillis());
        if (delayMillis > 0) {
            context.record(group, List.of(item));
        }
        return true;
    }

    private void die(Item item, String reason) {
        burying++;
        item.fatal = reason;
        context.bury(group, item, item.attempts, reason);
    }

    /** Tells all who wait that there is nothing to come. */
    void fail(QueueException e) {
        for (Demand demand = demands.pollFirst(); demand != null; demand = demands.pollFirst()) {
            demand.fail(e);
        }
        // Those that were handed something have that.
        handovers.forEach(handover -> handover.demand().fail(e));
        questions.forEach(question -> question.answer().completeExceptionally(e));
        questions.clear();
    }

    /** Returns nanoseconds until there is more to do; {@link Long#MAX_VALUE} for never. */
    long untilNext() {
        long wait = Long.MAX_VALUE;
        if (!held.isEmpty()) {
            wait = Math.max(1, held.first().lookAt() - context.nanos());
        }
        long due = backlog.nextDue();
        if (due != Long.MAX_VALUE) {
            long millis = Math.max(0, due - context.nowMillis());
            wait = Math.min(wait, Math.max(1, Math.min(millis, 3_600_000) * 1_000_000));
        }
        return wait;
    }

    @Override
    public void close() throws IOException {
        backlog.close();
    }
}
