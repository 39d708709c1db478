package dev.scalekit.routing.balance;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes whole calls: takes a lease, says what came of it, and tries again on another endpoint where that is allowed.
 * Thread-safe.
 */
final class Caller<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);

    private final Picker<T> picker;
    private final OutcomeClassifier classifier;

    Caller(Picker<T> picker, OutcomeClassifier classifier) {
        this.picker = picker;
        this.classifier = classifier;
    }

    <R extends @Nullable Object, X extends Exception> R call(PickOptions options, Call<? super T, ? extends R, X> call)
            throws X {
        Leased<T> lease = picker.pick(options);
        Throwable earlier = null;
        while (true) {
            Leased<T> next;
            try {
                R result = call.with(lease.target());
                next = end(lease, result);
                if (next == null) {
                    return result;
                }
                discard(result);
            } catch (Throwable failure) {
                next = endAfter(lease, failure);
                if (next == null) {
                    if (earlier != null && !earlier.equals(failure)) {
                        failure.addSuppressed(earlier);
                    }
                    throw failure;
                }
                earlier = failure;
            }
            lease = next;
        }
    }

    <R extends @Nullable Object> CompletableFuture<R> callAsync(
            PickOptions options, Function<? super T, ? extends CompletionStage<? extends R>> call) {
        return new AsyncCall<T, R>(this, call).start(() -> picker.pick(options));
    }

    /** Ends a lease by what a call returned; returns the one to try next, or null if it is over. */
    @Nullable
    Leased<T> end(Leased<T> lease, @Nullable Object result) {
        return end(lease, classifier.ofResult(result));
    }

    /** Ends a lease by what a call threw; returns the one to try next, or null if it is over. */
    @Nullable
    Leased<T> endAfter(Leased<T> lease, Throwable failure) {
        Outcome outcome;
        try {
            outcome = classifier.ofFailure(failure);
        } catch (Throwable e) {
            lease.close();
            failure.addSuppressed(e);
            return null;
        }
        return end(lease, outcome);
    }

    private @Nullable Leased<T> end(Leased<T> lease, Outcome outcome) {
        lease.end(outcome);
        return outcome.isRepeatable(lease.options().isIdempotent()) ? picker.another(lease) : null;
    }

    /** Closes what nobody will get, since the call is made again: an answer that is left open keeps its connection. */
    static void discard(@Nullable Object result) {
        Object resource = result instanceof HttpResponse<?> response ? response.body() : result;
        if (resource instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.debug("The answer of a call that is made again could not be closed", e);
            }
        }
    }
}
