package dev.scalekit.session.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Saves at the end of an asynchronous request that nobody has completed by {@link SavingAsyncContext}: one that timed out, or was
 * dispatched to where no filter is. The response may be committed then. Thread-safe.
 */
record LateFinish(Exchange exchange) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
        exchange.finish();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        exchange.beforeCommit();
    }

    @Override
    public void onError(AsyncEvent event) {
        exchange.beforeCommit();
    }

    /** The request adds one for each start. */
    @Override
    public void onStartAsync(AsyncEvent event) {}
}
