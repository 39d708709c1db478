package dev.scalekit.routing.balance;

import org.jspecify.annotations.Nullable;

/**
 * Tells what came of a call from what it returned or threw. {@link #standard} does for most; a class that extends what
 * it says implements both methods and asks it for the rest.
 *
 * <p>Called by the threads that call, or that complete a stage, many at once, under no lock. It must not block. What it
 * throws reaches the caller, and the endpoint is none the worse.
 */
public interface OutcomeClassifier {
    /** Returns what came of a call that returned {@code result}, which may be null. */
    Outcome ofResult(@Nullable Object result);

    /** Returns what came of a call that threw, or whose stage ended with, {@code failure}. */
    Outcome ofFailure(Throwable failure);

    /**
     * Returns the classifier that balancers have by default. A response of the JDK's HTTP client with status 500 or
     * above is an external failure, any other result a success. No connection, as a {@link java.net.ConnectException},
     * {@link java.net.http.HttpConnectTimeoutException}, {@link java.net.NoRouteToHostException}, {@link
     * java.net.UnknownHostException} or {@link java.nio.channels.UnresolvedAddressException} says it, is unreached;
     * another {@link java.io.IOException}, whatever was caused by one, as drivers of databases say it, and a {@link
     * java.util.concurrent.TimeoutException} is a local failure; what comes of an interrupt, a cancellation, and everything
     * else, is the caller's own. It looks into {@link
     * java.util.concurrent.CompletionException}, {@link java.util.concurrent.ExecutionException} and {@link
     * java.io.UncheckedIOException}.
     */
    static OutcomeClassifier standard() {
        return new StandardClassifier();
    }
}
