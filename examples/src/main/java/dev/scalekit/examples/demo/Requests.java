package dev.scalekit.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** All that the customers asked for, and how it ended: what every figure about the shop is counted from. Thread-safe. */
final class Requests {
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();
    private final List<Window> windows = new CopyOnWriteArrayList<>();
    private final List<Awaited> awaited = new CopyOnWriteArrayList<>();

    /** The first answer to a request that was sent after a moment; completed with the moment of the answer. */
    private record Awaited(long sentAfter, CompletableFuture<Long> answeredAt) {}

    /**
     * Counts an answered request.
     *
     * @param good whether the answer is what was wanted, and not to log in first or to fill the cart first
     * @param wanted when the customer wanted it; earlier than {@code sent} where it had to wait for a place
     */
    void answered(boolean good, long wanted, long sent, long ended) {
        answered.incrementAndGet();
        windows.forEach(window -> window.answered(ended - wanted));
        awaited.stream()
                .filter(wait -> good && sent - wait.sentAfter() > 0)
                .forEach(wait -> wait.answeredAt().complete(ended));
    }

    /**
     * Counts a request that got no answer, or one that says that the shop cannot do it.
     *
     * @param isIdempotent whether it might have been sent again without harm
     */
    void failed(boolean isIdempotent) {
        failed.incrementAndGet();
        windows.forEach(window -> window.failed(isIdempotent));
    }

    /** Counts a visit that could not begin, because the shop and the queue before it are full. */
    void turnedAway() {
        turnedAway.incrementAndGet();
        windows.forEach(window -> window.failed(true));
    }

    long answered() {
        return answered.get();
    }

    /** Returns how many requests failed, the visits that were turned away among them. */
    long failures() {
        return failed.get() + turnedAway.get();
    }

    /** Returns how many requests were sent and have ended. */
    long ended() {
        return answered.get() + failed.get();
    }

    /** Begins to look at the requests that end from now on. */
    Window open() {
        Window window = new Window(this);
        windows.add(window);
        return window;
    }

    void close(Window window) {
        windows.remove(window);
    }

    /**
     * Waits for a good answer to a request that was sent after a moment.
     *
     * @return the moment of the answer; empty after the timeout
     */
    Optional<Long> awaitAnswer(long sentAfter, Duration timeout) throws InterruptedException {
        Awaited wait = new Awaited(sentAfter, new CompletableFuture<>());
        awaited.add(wait);
        try {
            return Optional.of(wait.answeredAt().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nobody completes it with a failure", e);
        } finally {
            awaited.remove(wait);
        }
    }
}
