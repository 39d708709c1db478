package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
            attempt(first.get());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private void attempt(Leased<T> lease) {
        CompletionStage<? extends R> stage;
        try {
            stage = requireNonNull(call.apply(lease.target()), "the stage that the call returns");
        } catch (Throwable e) {
            failed(lease, e);
            return;
        }
        cancelWithAnswer(lease, stage);
        stage.whenComplete((result, failure) -> {
            if (failure == null) {
                answered(lease, result);
            } else {
                failed(
                        lease,
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    /** Whoever cancels the answer does not want the endpoint to work on. */
    private void cancelWithAnswer(Leased<T> lease, CompletionStage<? extends R> stage) {
        CompletionStage<R> end = answer;
        end.whenComplete((result, failure) -> {
            if (answer.isCancelled()) {
                lease.close();
                stage.toCompletableFuture().cancel(true);
            }
        });
    }

    private void answered(Leased<T> lease, R result) {
        Leased<T> next;
        try {
            next = caller.end(lease, result);
        } catch (Throwable e) {
            failed(lease, e);
            return;
        }
        if (next == null) {
            answer.complete(result);
        } else {
            Caller.discard(result);
            again(next);
        }
    }

    private void failed(Leased<T> lease, Throwable failure) {
        Leased<T> next;
        try {
            next = caller.endAfter(lease, failure);
        } catch (Throwable e) {
            failure.addSuppressed(e);
            next = null;
        }
        if (next == null) {
            answer.completeExceptionally(failure);
        } else {
            again(next);
        }
    }

    private void again(Leased<T> next) {
        if (answer.isDone()) {
            next.close();
        } else {
            attempt(next);
        }
    }
}
