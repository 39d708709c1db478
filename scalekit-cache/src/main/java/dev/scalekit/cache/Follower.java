package dev.scalekit.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with a future who follows one flight, until that is done, or too late, or the future was cancelled. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class Follower<K, V> implements Runnable {
    private final Want<K, V> want;

    /** The one that it is about: whoever looks again gives the want another one. */
    private final Flight<V> flight;

    private final Waits<K, V> waits;
    private final CompletableFuture<@Nullable V> answer;
    private final BiConsumer<Want<K, V>, CompletableFuture<@Nullable V>> again;
    private final AtomicBoolean over = new AtomicBoolean();

    private volatile CompletableFuture<@Nullable Void> timer = new CompletableFuture<>();

    /** @param again looks it up once more */
    Follower(
            Want<K, V> want,
            Waits<K, V> waits,
            CompletableFuture<@Nullable V> answer,
            BiConsumer<Want<K, V>, CompletableFuture<@Nullable V>> again) {
        this.want = want;
        this.flight = want.flight();
        this.waits = waits;
        this.answer = answer;
        this.again = again;
    }

    void begin() {
        waits.enter(want);
        setTimer();
        // What is cancelled is not to be kept by a load that hangs.
        CompletableFuture<@Nullable V> unused = answer.whenComplete((value, failure) -> end());
        flight.follow(this);
        if (over.get()) {
            // Perhaps before it was followed.
            flight.unfollow(this);
        }
    }

    private void setTimer() {
        Duration left = waits.left(want);
        if (left != null && !over.get()) {
            CompletableFuture<@Nullable Void> next = new CompletableFuture<>();
            timer = next;
            CompletableFuture<@Nullable Void> unused = next.orTimeout(left.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((nothing, failure) -> {
                        if (failure instanceof TimeoutException) {
                            late();
                        }
                    });
            if (over.get()) {
                next.complete(null);
            }
        }
    }

    private boolean end() {
        boolean isFirst = over.compareAndSet(false, true);
        if (isFirst) {
            timer.complete(null);
            flight.unfollow(this);
            waits.leave(want);
        }
        return isFirst;
    }

    /** The flight is done. */
    @Override
    public void run() {
        if (end()) {
            answer(() -> waits.landed(want));
        }
    }

    private void late() {
        // First: from then on the want is this thread's.
        if (!end()) {
            return;
        }
        if (waits.isToWaitOn(want)) {
            new Follower<>(want, waits, answer, again).begin();
        } else {
            answer(() -> waits.late(want));
        }
    }

    /** What has an entry, or null to look again, or throws. */
    private interface Outcome<V> {
        @Nullable
        Entry<V> get();
    }

    private void answer(Outcome<V> outcome) {
        try {
            Entry<V> entry = outcome.get();
            if (entry == null) {
                again.accept(want, answer);
            } else {
                answer.complete(entry.value);
            }
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
        }
    }
}
