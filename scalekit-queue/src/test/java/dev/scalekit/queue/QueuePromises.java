package dev.scalekit.queue;

import static dev.scalekit.queue.SentMessage.ABSENT;
import static dev.scalekit.queue.SentMessage.DEAD;
import static dev.scalekit.queue.SentMessage.DONE;
import static dev.scalekit.queue.SentMessage.OPEN;

import dev.scalekit.queue.QueueView.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What those who use a queue were told, and so what must be in it: of each message and group, what may have become of it. A
 * contradiction is an {@link AssertionError}. Not thread-safe.
 */
final class QueuePromises {
    private final int groups;
    private final Map<String, SentMessage> byBody = new LinkedHashMap<>();
    private final Map<Long, SentMessage> byId = new HashMap<>();
    private final Map<Integer, List<SentMessage>> byBatch = new HashMap<>();
    /** The file of attempts may be an old one, or gone. */
    private boolean powerWasCut;

    QueuePromises(int groups) {
        this.groups = groups;
    }

    /** Returns the same after a power cut, to go on with and leave this one as it is. */
    QueuePromises afterPowerCut() {
        QueuePromises copy = copy();
        copy.forgetAttempts();
        return copy;
    }

    /** Says that nobody relies on the file of attempts. */
    void forgetAttempts() {
        powerWasCut = true;
    }

    QueuePromises copy() {
        QueuePromises copy = new QueuePromises(groups);
        copy.powerWasCut = powerWasCut;
        byBody.forEach((body, sent) -> {
            SentMessage same = sent.copy();
            copy.add(same);
            if (same.id != 0) {
                copy.byId.put(same.id, same);
            }
        });
        return copy;
    }

    private static void require(boolean holds, String what, Object of) {
        require(holds, () -> what, of);
    }

    /** It holds millions of times, and is put into words only where it does not. */
    private static void require(boolean holds, Supplier<String> what, Object of) {
        if (!holds) {
            throw new AssertionError(what.get() + ": " + of);
        }
    }

    Iterable<SentMessage> sent() {
        return byBody.values();
    }

    /** Somebody sends it. */
    SentMessage sending(Message<String> message, long now, int batch) {
        SentMessage sent = new SentMessage(message, now, batch, groups);
        add(sent);
        return sent;
    }

    private void add(SentMessage sent) {
        byBody.put(sent.body(), sent);
        byBatch.computeIfAbsent(sent.batch, any -> new ArrayList<>()).add(sent);
    }

    /** Somebody was told that it is stored. */
    void stored(SentMessage sent, long id) {
        SentMessage first = byId.get(id);
        SentMessage original = original(sent);
        if (original != null) {
            require(
                    id == original.id,
                    () -> "stored twice within the window, not as " + original + " but as " + id,
                    sent);
        }
        if (first != null && first != sent) {
            boolean isSame =
                    sent.deduplicationId() != null && Objects.equals(sent.deduplicationId(), first.deduplicationId());
            require(isSame, () -> "taken for another, " + first, sent);
            require(sent.id == 0, "stored twice", sent);
            sent.all(ABSENT);
            return;
        }
        require(!sent.isUnknown() || sent.id == 0, "stored under two ids", sent);
        known(sent, id);
    }

    private void known(SentMessage sent, long id) {
        require(sent.id == 0 || sent.id == id, () -> "has another id, " + id, sent);
        sent.id = id;
        byId.put(id, sent);
        for (SentMessage other : together(sent)) {
            for (int group = 0; group < groups; group++) {
                require(other.may[group] != ABSENT, "stored though nobody may have it", other);
                other.may[group] &= ~ABSENT;
            }
        }
    }

    private List<SentMessage> together(SentMessage sent) {
        return byBatch.getOrDefault(sent.batch, List.of());
    }

    /** Returns the message that is surely there with the same deduplication id, sent in the window before; null if none is. */
    @Nullable
    SentMessage original(SentMessage sent) {
        String id = sent.deduplicationId();
        if (id == null) {
            return null;
        }
        @Nullable SentMessage latest = null;
        for (SentMessage other : byBody.values()) {
            if (other == sent) {
                break;
            }
            if (id.equals(other.deduplicationId()) && other.isStored()) {
                latest = other;
            }
        }
        return latest != null && sent.sentAt - latest.sentAt < SteppedQueue.WINDOW.toMillis() ? latest : null;
    }

    /** Somebody was told that it is not stored. */
    void notStored(SentMessage sent) {
        require(sent.may(0, ABSENT), "said not to be stored, and was seen", sent);
        sent.all(ABSENT);
    }

    /** Somebody has it. */
    SentMessage delivered(int group, Delivery<String> delivery) {
        SentMessage sent = delivered(group, delivery.body(), delivery.id().value(), delivery.attempt());
        require(sent.key() == null ? delivery.key().isEmpty() : delivery.key().equals(sent.message.key()), "key", sent);
        require(delivery.headers().equals(sent.message.headers()), "headers", sent);
        return sent;
    }

    /** Somebody has it. */
    SentMessage delivered(int group, String body, long id, int attempt) {
        SentMessage sent = byBody(body);
        known(sent, id);
        require(sent.may(group, OPEN), () -> "delivered again to group " + group, sent);
        sent.may[group] = OPEN;
        requireAttempt(sent, group, attempt);
        requireOrder(sent, group);
        return sent;
    }

    SentMessage byBody(String body) {
        SentMessage sent = byBody.get(body);
        if (sent == null) {
            throw new AssertionError("nobody has sent it: " + body);
        }
        return sent;
    }

    private void requireAttempt(SentMessage sent, int group, int attempt) {
        int least = powerWasCut ? 1 : sent.attempts[group] + 1;
        int most = (powerWasCut ? sent.most[group] : sent.attempts[group]) + 1 + sent.slack[group];
        require(
                attempt >= least && attempt <= most,
                () -> "attempt " + attempt + " not " + least + " to " + most,
                sent);
        sent.attempts[group] = attempt;
        sent.most[group] = Math.max(sent.most[group], attempt);
        sent.slack[group] = 0;
    }

    private void requireOrder(SentMessage sent, int group) {
        String key = sent.key();
        if (key == null || sent.isDelayed() || sent.wasDead[group]) {
            return;
        }
        for (SentMessage other : byBody.values()) {
            boolean isBefore = key.equals(other.key())
                    && other.id != 0
                    && other.id < sent.id
                    && !other.isDelayed()
                    && !other.wasDead[group];
            require(
                    !isBefore || other.may[group] != OPEN || mayDie(other, group),
                    () -> "delivered to group " + group + " before " + other,
                    sent);
        }
    }

    void acknowledging(SentMessage sent, int group) {
        sent.may[group] = OPEN | DONE;
    }

    void acknowledged(SentMessage sent, int group) {
        require(sent.may(group, DONE), "acknowledged", sent);
        sent.may[group] = DONE;
    }

    void rejecting(SentMessage sent, int group) {
        sent.may[group] = OPEN | DEAD;
    }

    /** Somebody was told that it is a dead letter. */
    void died(SentMessage sent, int group) {
        require(sent.may(group, DEAD) || mayDie(sent, group), "dead in group " + group, sent);
        sent.may[group] = DEAD;
        sent.wasDead[group] = true;
    }

    /** Somebody throws a dead letter away, and is told once it is gone as if it were acknowledged. */
    void removing(SentMessage sent, int group) {
        require(sent.may(group, DEAD) || mayDie(sent, group), "a dead letter in group " + group, sent);
        sent.may[group] = DEAD | DONE;
    }

    SentMessage byId(long id) {
        SentMessage sent = byId.get(id);
        if (sent == null) {
            throw new AssertionError("nobody knows the message: " + id);
        }
        return sent;
    }

    void redriving(SentMessage sent, int group) {
        sent.may[group] |= OPEN;
    }

    void redriven(SentMessage sent, int group) {
        require(sent.may(group, OPEN), "tried again", sent);
        sent.may[group] = OPEN;
        sent.wasDead[group] = true;
        sent.attempts[group] = 0;
        // Until it is handed out, its old count may come back.
        sent.slack[group] = sent.most[group];
    }

    private boolean mayDie(SentMessage sent, int group) {
        int most = powerWasCut ? sent.most[group] : sent.attempts[group];
        return sent.may(group, OPEN) && most + sent.slack[group] >= SteppedQueue.MAXIMUM_ATTEMPTS;
    }

    /** The queue was opened again. */
    void reopened() {
        for (SentMessage sent : byBody.values()) {
            for (int group = 0; group < groups; group++) {
                sent.slack[group]++;
            }
        }
    }

    /** Forgets what every group is surely done with, so that a long run takes no more memory: what comes again is unknown. */
    void forgetDone() {
        byBatch.values().removeIf(batch -> {
            boolean isDone =
                    batch.stream().allMatch(sent -> IntStream.of(sent.may).allMatch(may -> may == DONE));
            if (isDone) {
                batch.forEach(sent -> {
                    byBody.remove(sent.body());
                    byId.remove(sent.id);
                });
            }
            return isDone;
        });
    }

    /** Requires that what is there keeps all promises; from then on it is what was promised. */
    void settle(QueueView view) {
        for (int group = 0; group < groups; group++) {
            settle(group, view.open().get(group), view.dead().get(group));
        }
        byBody.values().forEach(this::requireWhole);
        requireDeduplicated();
    }

    private void settle(int group, List<Seen> open, List<Seen> dead) {
        Set<SentMessage> found = new HashSet<>();
        for (Seen seen : open) {
            SentMessage sent = find(group, seen, found);
            require(sent.may(group, OPEN), "is open again in group " + group, sent);
            if (sent.may(group, DEAD) && sent.wasDead[group]) {
                // It is tried again, and nobody was told so: it may have been counted from the first attempt on, or not
                // yet.
                sent.slack[group] = sent.most[group] + 1;
                sent.attempts[group] = 0;
            }
            sent.may[group] = OPEN;
        }
        for (Seen seen : dead) {
            SentMessage sent = find(group, seen, found);
            require(sent.may(group, DEAD) || mayDie(sent, group), "is dead in group " + group, sent);
            sent.may[group] = DEAD;
            sent.wasDead[group] = true;
        }
        for (SentMessage sent : byBody.values()) {
            if (!found.contains(sent)) {
                require(sent.may(group, ABSENT | DONE), () -> "acknowledged, and lost in group " + group, sent);
                sent.may[group] &= ABSENT | DONE;
            }
        }
    }

    private SentMessage find(int group, Seen seen, Set<SentMessage> found) {
        SentMessage sent = byBody(seen.body());
        require(found.add(sent), () -> "is twice in group " + group, sent);
        require(String.valueOf(sent.key()).equals(seen.key()), "has another key", seen);
        long due = sent.isDelayed() ? sent.sentAt + sent.message.delay().toMillis() : 0;
        require(seen.due() == due, () -> "is due " + seen.due() + " and not " + due, sent);
        require(!sent.may(group, ABSENT) || sent.may[group] != ABSENT, "is there, and was said not to be", sent);
        require(sent.id == 0 || sent.id == seen.id(), "has another id", seen);
        sent.id = seen.id();
        byId.put(sent.id, sent);
        return sent;
    }

    /** What was sent together is there together, and in all groups. */
    private void requireWhole(SentMessage sent) {
        for (SentMessage other : together(sent)) {
            for (int group = 0; group < groups; group++) {
                require(
                        other.may(group, ABSENT) == sent.may(0, ABSENT) || sent.deduplicationId() != null,
                        () -> "is not whole, as " + other,
                        sent);
            }
        }
    }

    private void requireDeduplicated() {
        Map<String, SentMessage> last = new HashMap<>();
        for (SentMessage sent : byBody.values()) {
            String id = sent.deduplicationId();
            if (id != null && sent.isStored()) {
                SentMessage before = last.put(id, sent);
                boolean isTwice = before != null && sent.sentAt - before.sentAt < SteppedQueue.WINDOW.toMillis();
                require(!isTwice, () -> "is there though within the window of " + before, sent);
            }
        }
    }

    /** Returns what is surely there and has a deduplication id whose time is not over, the last of each id. */
    List<SentMessage> deduplicated(long now) {
        Map<String, SentMessage> last = new LinkedHashMap<>();
        for (SentMessage sent : byBody.values()) {
            String id = sent.deduplicationId();
            if (id != null && sent.isStored() && now - sent.sentAt < SteppedQueue.WINDOW.toMillis()) {
                last.put(id, sent);
            }
        }
        return new ArrayList<>(last.values());
    }

    /** Requires that nothing is open, and the rest as it was. */
    void requireDrained(QueueView view) {
        for (int group = 0; group < groups; group++) {
            require(
                    view.open().get(group).isEmpty(),
                    "was not delivered to group " + group,
                    view.open().get(group));
        }
        settle(view);
    }
}
