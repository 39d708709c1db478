package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message that was handed out, and what may be done with it. Thread-safe. */
final class LeasedDelivery<T> implements Delivery<T> {
    private final Engine engine;
    private final int group;
    private final Lease lease;
    private final Function<byte[], ? extends T> decode;
    private volatile @Nullable T body;

    LeasedDelivery(Engine engine, int group, Lease lease, Function<byte[], ? extends T> decode) {
        this.engine = engine;
        this.group = group;
        this.lease = lease;
        this.decode = decode;
    }

    @Override
    public MessageId id() {
        return new MessageId(lease.id());
    }

    @Override
    public T body() {
        T decoded = body;
        if (decoded == null) {
            decoded = requireNonNull(decode.apply(lease.content().body()), "decode must not return null");
            body = decoded;
        }
        return decoded;
    }

    @Override
    public Optional<String> key() {
        return Optional.ofNullable(lease.content().key());
    }

    @Override
    public Map<String, String> headers() {
        return lease.content().headers();
    }

    @Override
    public Instant sentAt() {
        return Instant.ofEpochMilli(lease.content().sentAt());
    }

    @Override
    public int attempt() {
        return lease.attempt();
    }

    @Override
    public void ack() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        acknowledge(failure -> complete(durable, failure));
        await(durable);
    }

    @Override
    public CompletableFuture<Void> ackAsync() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        try {
            acknowledge(failure -> engine.callbacks().call(() -> complete(durable, failure)));
        } catch (LeaseExpiredException e) {
            durable.completeExceptionally(e);
        }
        return durable;
    }

    /** Acknowledges it, and does not say when that is durable. */
    void ackLater() {
        acknowledge(failure -> {});
    }

    private void acknowledge(java.util.function.Consumer<@Nullable QueueException> then) {
        Item item = lease.item();
        GroupDesk desk = engine.dispatcher().desk(group);
        Done done = new Done(engine.ledger(), group, lease.id(), failure -> {
            // Before the group can be idle by it: who has waited for that finds it counted.
            if (failure == null) {
                engine.consequences().acknowledged(group, lease.id());
            }
            engine.dispatcher().post(() -> {
                if (failure == null) {
                    desk.ended(item);
                } else {
                    desk.notEnded(item);
                }
            });
            then.accept(failure);
        });
        // Made before: if there is no memory for it, the lease goes on, and ends in its time.
        end();
        engine.writer().submit(done);
    }

    private static void complete(CompletableFuture<Void> future, @Nullable QueueException failure) {
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
    }

    /** Waits however often the thread is interrupted, which it then still is. */
    private static void await(CompletableFuture<Void> durable) {
        try {
            durable.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof QueueException known ? known : e;
        }
    }

    @Override
    public void retryAfter(Duration delay) {
        Bounds.requireWait(delay, "delay");
        retry(Bounds.millis(delay), "it was given back at the last attempt");
    }

    /** @param delayMillis null for what the queue was built with */
    void retry(@Nullable Long delayMillis, String reason) {
        QueueException none = engine.dispatcher().failure();
        if (none != null) {
            throw none;
        }
        Dispatcher.Task again = () -> engine.dispatcher().desk(group).retry(lease.item(), delayMillis, reason);
        end();
        engine.dispatcher().post(again);
    }

    /** Gives it back as if it had never been handed out; without effect if its lease has ended. */
    void giveBack() {
        if (lease.tryEnd(engine.nanos())) {
            engine.dispatcher().post(() -> engine.dispatcher().desk(group).giveBack(lease.item()));
        }
    }

    @Override
    public void reject(String reason) {
        requireNonNull(reason, "reason");
        Item item = lease.item();
        GroupDesk desk = engine.dispatcher().desk(group);
        CompletableFuture<Void> durable = new CompletableFuture<>();
        Bury.Outcome outcome = new Bury.Outcome() {
            @Override
            public void buried(List<Long> dropped) {
                engine.dispatcher().post(() -> desk.ended(item));
                durable.complete(null);
            }

            @Override
            public void failed(QueueException e) {
                engine.dispatcher().post(() -> desk.notRejected(item, reason));
                durable.completeExceptionally(e);
            }
        };
        end();
        engine.consequences().bury(group, item, lease.attempt(), reason, outcome);
        await(durable);
    }

    @Override
    public void extend(Duration lease) {
        Bounds.requirePositiveWait(lease, "lease");
        long now = engine.nanos();
        this.lease.extend(now, now + lease.toNanos());
        engine.dispatcher().post(() -> engine.dispatcher().desk(group).extended(this.lease.item()));
    }

    boolean isHeld() {
        return lease.isHeld();
    }

    private void end() {
        lease.end(engine.nanos());
    }

    @Override
    public String toString() {
        return "Delivery[" + id() + ", attempt " + attempt() + (isHeld() ? "" : ", ended") + "]";
    }
}
