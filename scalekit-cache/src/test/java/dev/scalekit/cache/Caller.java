package dev.scalekit.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Await;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A thread that makes one call, and what comes of it. Thread-safe. */
final class Caller {
    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final Thread thread;
    private volatile @Nullable Object result;
    private volatile @Nullable Throwable failure;
    private volatile boolean isInterrupted;

    /** What it calls. */
    @FunctionalInterface
    interface Call {
        @Nullable
        Object call() throws Exception;
    }

    private Caller(Call call) {
        thread = new Thread(() -> run(call), "caller");
        thread.setDaemon(true);
    }

    static Caller of(Call call) {
        Caller caller = new Caller(call);
        caller.thread.start();
        return caller;
    }

    private void run(Call call) {
        try {
            result = call.call();
        } catch (Throwable e) {
            failure = e;
        }
        isInterrupted = Thread.currentThread().isInterrupted();
    }

    /** Returns when it waits for something. */
    Caller awaitWaiting() {
        Await.until("a caller to wait", Caches.PATIENCE, () -> WAITING.contains(thread.getState()));
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns what it has got. */
    @Nullable
    Object result() throws InterruptedException {
        awaitEnd();
        assertThat(failure).as("what a caller has thrown").isNull();
        return result;
    }

    /** Returns what it has thrown. */
    Throwable failure() throws InterruptedException {
        awaitEnd();
        assertThat(failure).as("a failure instead of %s", result).isNotNull();
        return requireNonNull(failure);
    }

    /** Tells whether it was interrupted at its end. */
    boolean isInterrupted() throws InterruptedException {
        awaitEnd();
        return isInterrupted;
    }

    private void awaitEnd() throws InterruptedException {
        thread.join(Caches.PATIENCE.toMillis());
        assertThat(thread.isAlive()).as("a caller is still waiting").isFalse();
    }
}
