package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.queue.SimDisk.PowerCut;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to a queue on a simulated disk, and what was promised meanwhile. The same seed does the same, so that
 * a crash can be planted at each operation of the disk. Not thread-safe.
 */
final class QueueRun {
    private static final String REJECTED = "rejected";

    private final SteppedQueue.Clock clock = new SteppedQueue.Clock();
    private final QueuePromises promises = new QueuePromises(SteppedQueue.GROUPS.size());
    private final List<Held> held = new ArrayList<>();
    private final List<Waiter> waiters = new ArrayList<>();
    /** What somebody waits for and must hear of. */
    private final List<CompletableFuture<?>> awaited = new ArrayList<>();

    private final RandomGenerator random;
    private final boolean mayFail;
    private @Nullable SteppedQueue stepped;
    private boolean drains;
    private boolean drained;
    private @Nullable AssertionError broken;
    private int number;
    private int batch;

    /** Somebody who waits for a message. */
    private record Waiter(int group, Demand demand) {}

    /** A message that somebody has. */
    private record Held(int group, SentMessage sent, Lease lease, LeasedDelivery<String> delivery) {}

    /** @param mayFail whether operations of the disk may fail */
    QueueRun(RandomGenerator random, boolean mayFail) {
        this.random = random;
        this.mayFail = mayFail;
        if (mayFail) {
            promises.forgetAttempts();
        }
    }

    /** Has all received at the end. */
    QueueRun draining() {
        drains = true;
        return this;
    }

    boolean hasDrained() {
        return drained;
    }

    QueuePromises promises() {
        return promises;
    }

    SteppedQueue.Clock clock() {
        return clock;
    }

    /**
     * Sends, receives, answers and all else, until all is done or the power is cut.
     *
     * @return whether all was done
     * @throws IOException if opening or closing failed
     */
    boolean on(Disk disk, int steps) throws IOException {
        try {
            open(disk);
            send(message().delay(Duration.ofDays(1)));
            send(message());
            for (int step = 0; step < steps; step++) {
                if (queue().hasFailed()) {
                    reopen(disk, true);
                }
                act(disk);
                for (int i = random.nextInt(5); i > 0; i--) {
                    queue().stepAny(random);
                }
                collect();
            }
            queue().settle();
            collect();
            if (drains && !queue().hasFailed()) {
                waiters.forEach(waiter -> waiter.demand.giveUp());
                // What is in the dispatcher's memory must come too, not only what a restart finds.
                new QueueCheck(promises, clock).drain(queue());
                promises.requireDrained(QueueView.of(queue().engine()));
                drained = true;
            }
            close();
            return true;
        } catch (PowerCut cut) {
            return false;
        }
    }

    /** Whatever fails, everybody who waits hears how it ended. */
    private void close() throws IOException {
        try {
            queue().close();
        } catch (IOException e) {
            requireAnswers();
            throw e;
        }
        requireAnswers();
    }

    private void requireAnswers() {
        if (!awaited.stream().allMatch(CompletableFuture::isDone)) {
            throw new AssertionError("The queue is closed, and somebody still waits");
        }
        awaited.clear();
    }

    private SteppedQueue queue() {
        return Objects.requireNonNull(stepped);
    }

    private void open(Disk disk) throws IOException {
        stepped = SteppedQueue.open(disk, clock, new Deaths(), mayFail);
    }

    private final class Deaths implements QueueListener {
        @Override
        public void died(String group, MessageId id, int attempts, String reason) {
            // Of those the outcome was told before.
            if (!reason.equals(REJECTED)) {
                promises.died(promises.byId(id.value()), SteppedQueue.GROUPS.indexOf(group));
            }
        }
    }

    private void reopen(Disk disk, boolean orderly) throws IOException {
        held.clear();
        waiters.clear();
        if (orderly) {
            closeAnyhow();
        }
        awaited.clear();
        open(disk);
        promises.reopened();
        promises.settle(QueueView.of(queue().engine()));
    }

    private void closeAnyhow() throws IOException {
        try {
            close();
        } catch (IOException e) {
            if (!mayFail) {
                throw e;
            }
        }
    }

    private void act(Disk disk) throws IOException {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> send(message());
            case 5 -> sendTogether();
            case 6, 7, 8, 9 -> receive();
            case 10, 11, 12, 13 -> acknowledge();
            case 14 -> retry();
            case 15 -> reject();
            case 16 -> redrive();
            case 17 -> clock.advance(Duration.ofSeconds(random.nextInt(1, 20)));
            case 18, 19 -> queue().settle();
            case 20, 21, 22 -> consume();
            default -> {
                if (random.nextInt(4) == 0) {
                    reopen(disk, random.nextBoolean());
                }
            }
        }
    }

    private Message<String> message() {
        number++;
        Message<String> message = Message.of(
                        number + "-" + "x".repeat(random.nextInt(4) == 0 ? random.nextInt(600) : random.nextInt(60)))
                .header("number", String.valueOf(number));
        if (random.nextInt(3) == 0) {
            message = message.key("key" + random.nextInt(3));
        }
        if (random.nextInt(8) == 0) {
            message = message.delay(Duration.ofSeconds(random.nextInt(1, 90)));
        }
        return message;
    }

    private void send(Message<String> plain) {
        Message<String> message = random.nextInt(5) == 0 ? plain.deduplicationId("once-" + random.nextInt(8)) : plain;
        SentMessage sent = promises.sending(message, clock.millis(), ++batch);
        CompletableFuture<MessageId> future = queue().queue().sendAsync(message);
        awaited.add(future);
        told(future, failure -> {
            if (failure == null) {
                promises.stored(sent, future.join().value());
            } else {
                notSent(List.of(sent), failure);
            }
        });
    }

    /** Has a promise noted; what is wrong with it is thrown by the next step, not into the future. */
    private void told(CompletableFuture<?> future, java.util.function.Consumer<@Nullable Throwable> then) {
        var unused = future.whenComplete((result, failure) -> {
            try {
                then.accept(failure);
            } catch (AssertionError e) {
                broken = e;
            }
        });
    }

    private void notSent(List<SentMessage> all, Throwable failure) {
        if (!(failure instanceof StoreOutcomeUnknownException)) {
            all.forEach(promises::notStored);
        }
    }

    /** As {@code sendAll} does, which waits and so needs a thread. */
    private void sendTogether() {
        batch++;
        List<SentMessage> all = new ArrayList<>();
        List<Outgoing> outgoing = new ArrayList<>();
        for (int i = random.nextInt(2, 4); i > 0; i--) {
            SentMessage sent = promises.sending(message(), clock.millis(), batch);
            all.add(sent);
            outgoing.add(Outgoing.of(sent.message, sent.body().getBytes(UTF_8), clock.millis()));
        }
        queue().engine().writer().submit(new Send(outgoing, Duration.ZERO, clock.nanos(), new Send.Completion() {
            @Override
            public void stored(List<MessageId> ids) {
                for (int i = 0; i < ids.size(); i++) {
                    promises.stored(all.get(i), ids.get(i).value());
                }
            }

            @Override
            public void failed(QueueException e) {
                notSent(all, e);
            }
        }));
    }

    private void receive() {
        int group = random.nextInt(SteppedQueue.GROUPS.size());
        waiters.add(new Waiter(group, queue().group(group).demand()));
    }

    /** Takes over what was handed to those who wait. */
    private void collect() {
        if (broken != null) {
            throw broken;
        }
        for (Waiter waiter : List.copyOf(waiters)) {
            if (!waiter.demand.isOpen()) {
                waiters.remove(waiter);
                take(waiter);
            }
        }
    }

    private void take(Waiter waiter) {
        Lease lease;
        try {
            lease = waiter.demand.lease();
        } catch (QueueException e) {
            return;
        }
        LeasedDelivery<String> delivery = queue().group(waiter.group).delivery(waiter.demand);
        if (lease == null || delivery == null) {
            return;
        }
        SentMessage sent = promises.delivered(waiter.group, delivery);
        for (Held other : held) {
            boolean excluded = other.group == waiter.group
                    && other.lease.isHeld()
                    && (other.sent == sent || sharesKey(other.sent, sent));
            if (excluded) {
                throw new AssertionError("in two hands at once: " + sent + " and " + other.sent);
            }
        }
        held.add(new Held(waiter.group, sent, lease, delivery));
    }

    private static boolean sharesKey(SentMessage one, SentMessage other) {
        return one.key() != null && Objects.equals(one.key(), other.key());
    }

    private @Nullable Held any() {
        held.removeIf(one -> !one.lease.isHeld());
        return held.isEmpty() ? null : held.remove(random.nextInt(held.size()));
    }

    private void acknowledge() {
        Held one = any();
        if (one != null) {
            acknowledge(one);
        }
    }

    private void acknowledge(Held one) {
        CompletableFuture<Void> future = one.delivery.ackAsync();
        if (future.isCompletedExceptionally()) {
            // It was too late.
            return;
        }
        promises.acknowledging(one.sent, one.group);
        awaited.add(future);
        told(future, failure -> {
            if (failure == null) {
                promises.acknowledged(one.sent, one.group);
            }
        });
    }

    /** Takes all that is there, and acknowledges most of it: so that segments are not needed any more. */
    private void consume() {
        for (int i = 0; i < 6; i++) {
            for (int group = 0; group < SteppedQueue.GROUPS.size(); group++) {
                waiters.add(new Waiter(group, queue().group(group).demand()));
            }
            queue().settle();
            collect();
            while (held.size() > 1) {
                acknowledge();
                if (random.nextInt(3) == 0) {
                    queue().stepAny(random);
                }
            }
        }
    }

    private void retry() {
        Held one = any();
        if (one != null && one.lease.expiresAt() > clock.nanos()) {
            one.delivery.retryAfter(Duration.ofSeconds(random.nextInt(3)));
        }
    }

    /** As {@code reject} does, which waits and so needs a thread. */
    private void reject() {
        Held one = any();
        if (one == null || one.lease.expiresAt() <= clock.nanos()) {
            return;
        }
        one.lease.end(clock.nanos());
        promises.rejecting(one.sent, one.group);
        Engine engine = queue().engine();
        Item item = one.lease.item();
        GroupDesk desk = engine.dispatcher().desk(one.group);
        engine.consequences().bury(one.group, item, one.lease.attempt(), REJECTED, new Bury.Outcome() {
            @Override
            public void buried(List<Long> dropped) {
                engine.dispatcher().post(() -> desk.ended(item));
                promises.died(one.sent, one.group);
            }

            @Override
            public void failed(QueueException e) {
                engine.dispatcher().post(() -> desk.notEnded(item));
            }
        });
    }

    /** As {@code redrive} does, which waits and so needs a thread. */
    private void redrive() {
        Engine engine = queue().engine();
        int group = random.nextInt(SteppedQueue.GROUPS.size());
        List<SentMessage> dead = new ArrayList<>();
        promises.sent().forEach(sent -> {
            if (sent.may[group] == SentMessage.DEAD) {
                dead.add(sent);
            }
        });
        if (dead.isEmpty()) {
            return;
        }
        SentMessage sent = dead.get(random.nextInt(dead.size()));
        promises.redriving(sent, group);
        engine.writer().submit(new Buried(engine.ledger(), group, List.of(sent.id), true, new Buried.Outcome() {
            @Override
            public void ended(Map<Long, Long> locations) {
                engine.dispatcher().revive(group, locations);
                if (locations.containsKey(sent.id)) {
                    promises.redriven(sent, group);
                }
            }

            @Override
            public void failed(QueueException e) {
                // It is one still, or one again.
            }
        }));
    }
}
