package dev.scalekit.routing.balance;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What most calls throw and return. Immutable. */
final class StandardClassifier implements OutcomeClassifier {
    private static final int SERVER_ERROR = 500;
    private static final int DEEPEST = 8;

    @Override
    public Outcome ofResult(@Nullable Object result) {
        return result instanceof HttpResponse<?> response && response.statusCode() >= SERVER_ERROR
                ? Outcome.EXTERNAL_FAILURE
                : Outcome.SUCCESS;
    }

    @Override
    public Outcome ofFailure(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (isUnreached(cause)) {
            return Outcome.UNREACHED;
        }
        if (isInterrupt(cause)) {
            return Outcome.CANCELLED;
        }
        return cause instanceof TimeoutException || hasIoTrouble(cause) ? Outcome.LOCAL_FAILURE : Outcome.CANCELLED;
    }

    /** Also drivers say so by the causes of their own exceptions. Whether something was sent, is not to be seen from that. */
    private static boolean hasIoTrouble(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
            if (cause instanceof IOException) {
                return !isInterrupt(cause);
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isUnreached(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException;
    }

    private static boolean isInterrupt(Throwable cause) {
        return cause instanceof ClosedByInterruptException
                || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException));
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Throwable cause = inner.getCause();
            if (cause == null || !isWrapper(inner)) {
                return inner;
            }
            inner = cause;
        }
        return inner;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof UncheckedIOException;
    }

    @Override
    public String toString() {
        return "OutcomeClassifier.standard()";
    }
}
