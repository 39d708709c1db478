package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call whose answer comes later. Each attempt is started by the thread that ended the one before. Thread-safe.
 *
 * @param <R> what the call answers
 */
final class AsyncCall<T, R extends @Nullable Object> {
    private final Caller<T> caller;
    private final Function<? super T, ? extends CompletionStage<? extends R>> call;
    private final CompletableFuture<R> answer = new CompletableFuture<>();

    AsyncCall(Caller<T> caller, Function<? super T, ? extends CompletionStage<? extends R>> call) {
        this.caller = caller;
        this.call = call;
    }

    CompletableFuture<R> start(Supplier<Leased<T>> first) {
        try {
            attempt(first.get(), null);
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** @param earlier what the attempt before ended with, if it failed so */
    private void attempt(Leased<T> lease, @Nullable Throwable earlier) {
        CompletionStage<? extends R> stage;
        try {
            stage = requireNonNull(call.apply(lease.target()), "the stage that the call returns");
        } catch (Throwable e) {
            failed(lease, e, earlier);
            return;
        }
        cancelWithAnswer(lease, stage);
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                answered(lease, result, earlier);
            } else {
                failed(lease, unwrapped(failure), earlier);
            }
        });
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /** Whoever cancels the answer does not want the endpoint to work on. */
    private void cancelWithAnswer(Leased<T> lease, CompletionStage<? extends R> stage) {
        CompletionStage<R> end = answer;
        end.whenComplete((result, failure) -> {
            if (answer.isCancelled()) {
                lease.close();
                stage.toCompletableFuture().cancel(true);
            } else if (failure instanceof TimeoutException) {
                // By orTimeout; if it is what the call itself has ended with, the lease has ended by now, and so has
                // the stage.
                lease.failed(Origin.LOCAL);
                stage.toCompletableFuture().cancel(true);
            }
        });
    }

    private void answered(Leased<T> lease, R result, @Nullable Throwable earlier) {
        if (answer.isDone()) {
            // It was given up a moment before, and nobody will get this.
            lease.close();
            Caller.discard(result);
            return;
        }
        Leased<T> next;
        try {
            next = caller.end(lease, result);
        } catch (Throwable e) {
            answer.completeExceptionally(e);
            return;
        }
        if (next != null) {
            Caller.discard(result);
            again(next, earlier);
        } else if (!answer.complete(result)) {
            Caller.discard(result);
        }
    }

    private void failed(Leased<T> lease, Throwable failure, @Nullable Throwable earlier) {
        if (answer.isDone()) {
            lease.close();
            return;
        }
        Caller.suppress(failure, earlier);
        Leased<T> next = caller.endAfter(lease, failure);
        if (next == null) {
            answer.completeExceptionally(failure);
        } else {
            again(next, failure);
        }
    }

    private void again(Leased<T> next, @Nullable Throwable earlier) {
        if (answer.isDone()) {
            next.close();
        } else {
            attempt(next, earlier);
        }
    }
}
