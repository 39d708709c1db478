package dev.scalekit.routing.balance;

import static java.util.Objects.requireNonNull;

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
            R result;
            Leased<T> next;
            try {
                result = call.with(lease.target());
            } catch (Throwable failure) {
                suppress(failure, earlier);
                next = endAfter(lease, failure);
                if (next == null) {
                    throw failure;
                }
                earlier = failure;
                lease = next;
                continue;
            }
            next = end(lease, result);
            if (next == null) {
                return result;
            }
            discard(result);
            lease = next;
        }
    }

    <R extends @Nullable Object> CompletableFuture<R> callAsync(
            PickOptions options, Function<? super T, ? extends CompletionStage<? extends R>> call) {
        return new AsyncCall<T, R>(this, call).start(() -> picker.pick(options));
    }

    /**
     * Ends a lease by what a call returned; returns the one to try next, or null if it is over. What the classifier or the
     * balancer throws comes out: that is not the endpoint's, and the call was answered, so it is not made again.
     */
    @Nullable
    Leased<T> end(Leased<T> lease, @Nullable Object result) {
        try {
            return next(lease, classifier.ofResult(result));
        } catch (Throwable e) {
            lease.close();
            discard(result);
            throw e;
        }
    }

    /**
     * Ends a lease by what a call threw; returns the one to try next, or null if it is over. What the classifier or the
     * balancer throws is suppressed by the failure, of which the caller has to know first.
     */
    @Nullable
    Leased<T> endAfter(Leased<T> lease, Throwable failure) {
        try {
            return next(lease, classifier.ofFailure(failure));
        } catch (Throwable e) {
            lease.close();
            suppress(failure, e);
            return null;
        }
    }

    private @Nullable Leased<T> next(Leased<T> lease, Outcome outcome) {
        lease.ended(requireNonNull(outcome, "what the classifier returned"));
        return outcome.isRepeatable(lease.options().isIdempotent()) ? picker.another(lease) : null;
    }

    /** Adds what else was thrown, unless it is the same: an exception cannot suppress itself. */
    static void suppress(Throwable failure, @Nullable Throwable other) {
        if (other != null && !other.equals(failure)) {
            failure.addSuppressed(other);
        }
    }

    /** Closes what nobody will get, since the call is made again: an answer that is left open keeps its connection. */
    static void discard(@Nullable Object result) {
        Object resource = result instanceof HttpResponse<?> response ? response.body() : result;
        if (resource instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Throwable e) {
                // Also an Error: the next lease is open by now, and has to be used.
                LOG.debug("The answer of a call that is made again could not be closed", e);
            }
        }
    }
}
