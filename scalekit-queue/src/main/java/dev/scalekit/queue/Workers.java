package dev.scalekit.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that hand messages to a handler. Thread-safe. */
final class Workers<T> implements Consumer {
    private static final Logger LOG = LoggerFactory.getLogger(FileQueue.class);
    private static final long LOOK_AGAIN_NANOS = 100_000_000;
    private static final long AFTER_INTERRUPT_MILLIS = 1_000;

    private final FileGroup<T> group;
    private final ConsumerOptions options;
    private final Handler<T> handler;
    private final java.util.function.Consumer<Workers<T>> closed;
    private final List<Thread> threads;
    private volatile boolean stopping;
    private final Ticker ticker = Ticker.system();
    private final WarningLimit warnings = new WarningLimit(ticker);
    private final CountDownLatch ended;
    private volatile boolean paused;
    /** When it was told to stop. */
    private volatile long stoppedAt;

    Workers(
            FileGroup<T> group,
            ConsumerOptions options,
            Handler<T> handler,
            java.util.function.Consumer<Workers<T>> closed) {
        this.group = group;
        this.options = options;
        this.handler = handler;
        this.closed = closed;
        this.ended = new CountDownLatch(options.concurrency());
        String name = "scalekit-queue-" + group.engine().name() + "-" + group.name() + "-consumer-";
        this.threads = IntStream.rangeClosed(1, options.concurrency())
                .mapToObj(number -> options.thread(name + number, this::run))
                .toList();
    }

    /** Starts the threads: all of them, or none that goes on. */
    void start() {
        int started = 0;
        try {
            for (Thread thread : threads) {
                thread.start();
                started++;
            }
        } catch (Error e) {
            // No thread is to be had.
            for (int i = started; i < threads.size(); i++) {
                ended.countDown();
            }
            close();
            throw e;
        }
    }

    private void run() {
        try {
            while (!stopping) {
                if (paused) {
                    LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
                } else {
                    takeOneOrWait();
                }
            }
        } catch (QueueException e) {
            // The queue is closed, or has failed and said so: there is nothing to come.
            stop();
        } finally {
            ended.countDown();
        }
    }

    /** What is no failure of the queue, such as a moment without memory, must not end the thread: nobody would notice. */
    private void takeOneOrWait() {
        try {
            takeOne();
        } catch (QueueException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            warnings.pass().ifPresent(before -> LOG.warn("{}: could not take a message, and tries again", this, e));
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
    }

    private void takeOne() {
        Demand demand = group.demand();
        while (demand.isOpen()) {
            if (stopping || paused) {
                group.giveUp(demand);
            } else {
                LockSupport.park(this);
                // Whoever interrupts it has no business here; what the handler was told is over.
                Thread.interrupted();
            }
        }
        LeasedDelivery<T> delivery = group.delivery(demand);
        if (delivery == null) {
            return;
        }
        if (stopping || paused) {
            delivery.giveBack();
        } else {
            handle(delivery);
        }
    }

    private void handle(LeasedDelivery<T> delivery) {
        try {
            handler.handle(delivery);
            if (delivery.isHeld()) {
                acknowledge(delivery);
            }
        } catch (Throwable e) {
            failed(delivery, e);
        }
        // For the next message it starts afresh.
        Thread.interrupted();
    }

    /**
     * At once, without waiting for the force. But one that has come before may be next to a message that ends the process each
     * time: it must be done before the next one is taken, or it dies of its neighbour.
     */
    private static void acknowledge(LeasedDelivery<?> delivery) {
        if (delivery.attempt() == 1) {
            delivery.ackLater();
        } else {
            delivery.ack();
        }
    }

    private void failed(LeasedDelivery<T> delivery, Throwable e) {
        String reason = reason(e);
        if (!(e instanceof InterruptedException)) {
            warnings.pass().ifPresent(before -> warn(delivery, reason, before, e));
        }
        if (!delivery.isHeld()) {
            return;
        }
        try {
            if (e instanceof InterruptedException && stopping) {
                delivery.giveBack();
            } else {
                delivery.retry(null, reason);
            }
        } catch (LeaseExpiredException late) {
            LOG.debug("{}: the lease of message {} expired while it failed", group, delivery.id(), late);
        }
    }

    /** The exception is the user's, and may not even be able to say what it is. */
    private static String reason(Throwable e) {
        try {
            return String.valueOf(e.toString());
        } catch (RuntimeException | Error unable) {
            return e.getClass().getName();
        }
    }

    private void warn(LeasedDelivery<T> delivery, String reason, long before, Throwable e) {
        String text = "{}: message {} failed at attempt {} (since the last warning {} others)";
        try {
            LOG.warn(text, group, delivery.id(), delivery.attempt(), before, e);
        } catch (RuntimeException | Error unable) {
            LOG.warn(text + ": {}", group, delivery.id(), delivery.attempt(), before, reason);
        }
    }

    @Override
    public void pause() {
        paused = true;
        threads.forEach(LockSupport::unpark);
    }

    @Override
    public void resume() {
        paused = false;
        threads.forEach(LockSupport::unpark);
    }

    @Override
    public boolean drain(Duration timeout) throws InterruptedException {
        return group.drain(timeout);
    }

    /** Has it take no more; {@link #close} waits for what it has begun. */
    void stop() {
        if (!stopping) {
            stoppedAt = ticker.nanos();
            stopping = true;
        }
        threads.forEach(LockSupport::unpark);
    }

    @Override
    public void close() {
        stop();
        if (threads.contains(Thread.currentThread())) {
            // A handler closes its own consumer: the others end by themselves, and nobody waits for oneself.
            closed.accept(this);
            return;
        }
        boolean interrupted = false;
        try {
            long left = options.stopTimeout().toNanos() - (ticker.nanos() - stoppedAt);
            if (!ended.await(left, TimeUnit.NANOSECONDS)) {
                threads.forEach(Thread::interrupt);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            threads.forEach(Thread::interrupt);
        }
        interrupted |= isInterruptedWhileItWaits();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        closed.accept(this);
    }

    /** A handler that does not even end when it is interrupted is left behind: its lease runs out. */
    private boolean isInterruptedWhileItWaits() {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                if (ended.await(AFTER_INTERRUPT_MILLIS, TimeUnit.MILLISECONDS)) {
                    for (Thread thread : threads) {
                        thread.join();
                    }
                }
                over = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    @Override
    public String toString() {
        return "Consumer[" + group + ", " + options + (stopping ? ", closed" : paused ? ", paused" : "") + "]";
    }
}
