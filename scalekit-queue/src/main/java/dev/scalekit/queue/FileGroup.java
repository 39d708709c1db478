package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A group of a {@link FileQueue}. Thread-safe. */
final class FileGroup<T> implements Group<T> {
    static final int MOST_BROWSED = 10_000;

    private final Engine engine;
    private final int group;
    private final Function<byte[], ? extends T> decode;
    private final Set<Workers<T>> consumers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    FileGroup(Engine engine, int group, Function<byte[], ? extends T> decode) {
        this.engine = engine;
        this.group = group;
        this.decode = decode;
    }

    @Override
    public String name() {
        return engine.ledger().declared(group).name();
    }

    Engine engine() {
        return engine;
    }

    GroupDesk desk() {
        return engine.dispatcher().desk(group);
    }

    @Override
    public Optional<Delivery<T>> receive(Duration timeout) throws InterruptedException {
        Bounds.requireWait(timeout, "timeout");
        long until = engine.nanos() + timeout.toNanos();
        boolean isOver = false;
        Demand demand = demand();
        while (demand.isOpen()) {
            long left = until - engine.nanos();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (isOver) {
                LockSupport.park(this);
            } else {
                isOver = true;
                demand.lastLook();
                engine.dispatcher().lastLook(group);
            }
            if (Thread.interrupted()) {
                giveBack(demand);
                throw new InterruptedException("Interrupted while it waited for a message; none was taken");
            }
        }
        return Optional.ofNullable(delivery(demand));
    }

    /** Begins to wait for a message. */
    Demand demand() {
        Demand demand = new Demand();
        engine.dispatcher().demand(group, demand);
        return demand;
    }

    /** Returns what somebody got who waited; null for nothing. */
    @Nullable
    LeasedDelivery<T> delivery(Demand demand) {
        Lease lease = demand.lease();
        return lease == null ? null : new LeasedDelivery<>(engine, group, lease, decode);
    }

    private void giveBack(Demand demand) {
        giveUp(demand);
        LeasedDelivery<T> delivery = demand.hasFailed() ? null : delivery(demand);
        if (delivery != null) {
            delivery.giveBack();
        }
    }

    /** Ends a wait; what it got before that is still to be taken by {@link #delivery}. */
    void giveUp(Demand demand) {
        demand.giveUp();
        engine.dispatcher().lastLook(group);
    }

    /** Waits until the group has nothing in hand; false if it had in all that time. */
    boolean drain(Duration timeout) throws InterruptedException {
        Bounds.requireWait(timeout, "timeout");
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        engine.dispatcher().whenIdle(group, new GroupDesk.Question(idle, timeout.isZero()));
        try {
            return timeout.isZero() ? idle.get() : idle.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof QueueException known ? known : new IllegalStateException(e);
        } finally {
            idle.cancel(false);
        }
    }

    @Override
    public Consumer consume(ConsumerOptions options, Handler<T> handler) {
        Workers<T> workers = new Workers<>(
                this, requireNonNull(options, "options"), requireNonNull(handler, "handler"), consumers::remove);
        QueueException failure = engine.dispatcher().failure();
        if (failure != null) {
            throw failure;
        }
        consumers.add(workers);
        workers.start();
        if (closed) {
            // The queue may not have seen it when it closed its consumers.
            workers.close();
            throw new QueueClosedException(engine.name());
        }
        return workers;
    }

    @Override
    public DeadLetters<T> deadLetters() {
        return new FileDeadLetters<>(this, engine, group);
    }

    @Override
    public List<StoredMessage<T>> browse(int maximum) {
        Bounds.requireBetween(maximum, "maximum", 1, MOST_BROWSED);
        Browsing browsing = new Browsing(engine, group);
        return read(() -> browsing.open(maximum).stream().map(this::stored).toList());
    }

    /** Something that reads files. */
    interface Reading<R> {
        R read() throws IOException;
    }

    <R> R read(Reading<R> reading) {
        if (closed) {
            throw new QueueClosedException(engine.name());
        }
        try {
            return IoThread.call("scalekit-queue-" + engine.name() + "-browse", reading::read);
        } catch (IOException e) {
            throw new QueueIOException(engine.name(), "browsing", e);
        }
    }

    StoredMessage<T> stored(Fresh message) {
        return new StoredMessage<>(
                new MessageId(message.id()),
                message.content().message(decode),
                Instant.ofEpochMilli(message.content().sentAt()));
    }

    @Override
    public void pause() {
        desk().paused(true);
    }

    @Override
    public void resume() {
        desk().paused(false);
        engine.dispatcher().wake();
    }

    /** Has all that consumes take no more. */
    void stop() {
        closed = true;
        consumers.forEach(Workers::stop);
    }

    /** Stops all that consumes. */
    void close() {
        stop();
        consumers.forEach(Workers::close);
    }

    @Override
    public String toString() {
        return "Group[" + name() + " of " + engine.name() + "]";
    }
}
